//! `report.md`: the report for people to read.

use std::fmt::Write;

use super::figures::{ModelFigures, Task, marked};
use super::{Content, Format};
use crate::answer::counted;
use crate::billing;
use crate::catalog::{Discount, Offer, Origin, Part};
use crate::chart::Marks;
use crate::money::{Price, label};
use crate::ranking::{Amount, Measure};
use crate::receipt::escape_markdown as escape;

/// A price as the user pays it, with the list's where it differs.
fn price(paid: Price, list: Price) -> String {
    if paid == list {
        escape(&label::price(paid))
    } else {
        format!("{} (list {})", escape(&label::price(paid)), escape(&label::price(list)))
    }
}

fn or_dash(text: Option<String>) -> String {
    text.map_or_else(|| "-".to_owned(), |text| escape(&text))
}

/// The text of `report.md`. `formats` are those that are written beside it: the pictures it may show.
pub fn report(content: &Content, formats: &[Format]) -> String {
    let mut out = String::new();
    // Writing into a text cannot fail.
    let _ = write(&mut out, content, formats);
    out
}

fn write(out: &mut String, content: &Content, formats: &[Format]) -> std::fmt::Result {
    let extension = [Format::Svg, Format::Png].into_iter().find(|format| formats.contains(format));
    let picture = |out: &mut String, name: &str, says: &str| match extension {
        Some(format) => write!(out, "![{says}]({name}.{})\n\n", format.extension()),
        None => Ok(()),
    };
    writeln!(out, "# Tokens per dollar\n")?;
    write_prices(out, content)?;
    write_own(out, content)?;
    write_checks(out, content)?;
    if let Some(words) = content.compared.words() {
        writeln!(out, "{}\n", escape(&words))?;
    }

    writeln!(out, "## What a dollar buys\n")?;
    picture(out, super::TOKENS_PER_DOLLAR, "Bar chart of input and output tokens per dollar of every model")?;
    writeln!(
        out,
        "Prices are US dollars per million tokens. The ratio is output price to input price. \
         Of models with equal amounts, those that their maker sells rank first, then it goes by name.\n"
    )?;
    writeln!(
        out,
        "| Rank | Model | Provider | Tier | Input price | Output price | Input tokens per dollar | Output tokens per dollar | Ratio | Context |"
    )?;
    writeln!(out, "|---:|---|---|---|---:|---:|---:|---:|---:|---:|")?;
    for figures in ModelFigures::compared(content) {
        let offer = figures.offer;
        let tokens = |price: Price| {
            price.known().map_or_else(
                || label::price(price),
                |known| label::whole(known.tokens_per_dollar().to_whole()),
            )
        };
        let ratio = Measure::OutputInputRatio.of(offer).ok().map(Amount::label);
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            or_dash(figures.rank.map(|rank| rank.to_string())),
            marked(offer, Marks::of(offer, Some(&Measure::OutputInputRatio), Some(content.today))),
            escape(&offer.model.provider),
            or_dash(offer.tier().map(|tier| tier.to_string())),
            price(offer.prices.input, offer.layers(Part::Input).list),
            price(offer.prices.output, offer.layers(Part::Output).list),
            tokens(offer.prices.input),
            tokens(offer.prices.output),
            or_dash(ratio),
            or_dash(offer.model.limits.context_window.map(label::whole)),
        )?;
    }

    writeln!(out, "\n## What a task costs\n")?;
    if content.workloads.is_empty() {
        return writeln!(out, "There are no workloads to price.");
    }
    picture(out, super::COST_PER_TASK, "Bar charts of the cost per task of each workload on every model")?;
    for workload in &content.workloads {
        writeln!(out, "### {}\n", escape(workload.name().as_str()))?;
        let volume = workload.requests_per_day().map_or_else(
            || format!("No monthly cost: {}.", billing::NO_VOLUME),
            |requests| {
                format!(
                    "{} requests a day on {} days a month.",
                    label::whole(requests),
                    workload.days_per_month()
                )
            },
        );
        writeln!(
            out,
            "One task ({}): {} input and {} output tokens. {volume}\n",
            escape(workload.unit()),
            label::whole(workload.input_tokens()),
            label::whole(workload.output_tokens())
        )?;
        writeln!(out, "| Rank | Model | Provider | Cost per task | Tasks per dollar | Cost per month |")?;
        writeln!(out, "|---:|---|---|---:|---:|---:|")?;
        for task in Task::compared(content, workload) {
            let per_dollar = Measure::TasksPerDollar(workload).of(task.offer).ok();
            let month = Measure::CostPerMonth(workload).of(task.offer).ok();
            let cost = match task.bill.total.priced() {
                Some(cost) => label::dollars(cost),
                None => task.bill.total.reason().unwrap_or_else(|| "free".to_owned()),
            };
            writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} |",
                or_dash(task.rank.map(|rank| rank.to_string())),
                marked(
                    task.offer,
                    Marks::of(task.offer, Some(&Measure::CostPerTask(workload)), Some(content.today))
                ),
                escape(&task.offer.model.provider),
                escape(&cost),
                or_dash(per_dollar.map(Amount::label)),
                or_dash(month.map(Amount::label)),
            )?;
        }
        writeln!(out)?;
    }
    super::decisions::markdown::write(out, content)
}

fn write_prices(out: &mut String, content: &Content) -> std::fmt::Result {
    let mut sources: Vec<_> = content
        .market
        .offers()
        .iter()
        .filter(|offer| offer.origin == Origin::Listed)
        .map(|offer| &offer.model.source)
        .collect();
    sources.sort_by(|a, b| (&a.name, a.as_of).cmp(&(&b.name, b.as_of)));
    sources.dedup();
    writeln!(out, "{}, written on {}.\n", escape(&content.list_name), content.today)?;
    for source in sources {
        let age = source.age_on(content.today).map_or_else(String::new, |age| format!(", {age}"));
        writeln!(out, "- {}{age}", escape(&source.to_string()))?;
    }
    writeln!(
        out,
        "- They are the prices of that date, not what providers charge today; several differ.\n\
         - Costs are exact in `tasks.csv` and `report.json`; here they are rounded to four digits.\n\
         - In the CSV files a name that begins with =, +, - or @ has a ' in front, so that no spreadsheet runs it.\n"
    )
}

/// The discounts that count, each with how many models it is on.
fn discounts(content: &Content) -> Vec<(&Discount, usize)> {
    let mut found: Vec<(&Discount, usize)> = Vec::new();
    for discount in content.market.offers().iter().filter_map(|offer| offer.discount.as_deref()) {
        match found.iter_mut().find(|(other, _)| *other == discount) {
            Some((_, count)) => *count += 1,
            None => found.push((discount, 1)),
        }
    }
    found
}

/// The prices that are not taken at their word, each with its reason.
fn write_checks(out: &mut String, content: &Content) -> std::fmt::Result {
    /// How many are named.
    const MOST: usize = 100;
    let found: Vec<_> =
        content.market.offers().iter().filter_map(|offer| Some((offer, offer.open_check()?))).collect();
    for (is_impossible, title) in [
        (true, "Prices that can't be true: no bill counts with them"),
        (false, "Doubtful prices: billed, and left out of what is compared"),
    ] {
        let found: Vec<_> =
            found.iter().filter(|(_, check)| check.is_impossible() == is_impossible).collect();
        if found.is_empty() {
            continue;
        }
        writeln!(out, "{title} ({}).\n", found.len())?;
        for (offer, check) in found.iter().take(MOST) {
            writeln!(out, "- {}: {}", escape(offer.model.list_key()), escape(&check.to_string()))?;
        }
        if found.len() > MOST {
            writeln!(out, "- and {} more", found.len() - MOST)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_own(out: &mut String, content: &Content) -> std::fmt::Result {
    let offers = || content.market.offers().iter();
    let own_prices: Vec<&Offer> = offers().filter(|offer| offer.is_overridden()).collect();
    let own_models: Vec<&Offer> = offers().filter(|offer| offer.origin == Origin::Own).collect();
    let hidden = content.market.hidden().len();
    let orphans = content.market.orphans();
    let discounts = discounts(content);
    let has_own = !own_prices.is_empty() || !own_models.is_empty() || !discounts.is_empty();
    if !has_own && hidden == 0 && orphans.is_empty() {
        return writeln!(out, "No own prices, no own models, no discounts, no hidden models.\n");
    }
    writeln!(out, "## Yours\n")?;
    if !own_prices.is_empty() {
        writeln!(out, "Own prices: {}\n", own_prices.len())?;
        for offer in own_prices {
            let Some(own) = &offer.own_price else { continue };
            let day = own.set_on.map_or_else(String::new, |day| format!(", set on {day}"));
            let note = if own.note.is_empty() { String::new() } else { format!(": {}", escape(&own.note)) };
            write!(
                out,
                "- {}: {} in, {} out",
                escape(&offer.model.name),
                price(offer.prices.input, offer.layers(Part::Input).list),
                price(offer.prices.output, offer.layers(Part::Output).list)
            )?;
            for (kind, own) in own.prices.further() {
                let amount = |price: Price| escape(&kind.amount(price));
                let list = offer.list().get(kind);
                write!(out, "; {} {} (list {})", kind.after("own"), amount(own), amount(list))?;
            }
            writeln!(out, "{day}{note}")?;
        }
        writeln!(out)?;
    }
    if !discounts.is_empty() {
        writeln!(out, "Discounts: {}\n", discounts.len())?;
        for (discount, count) in discounts {
            let until = discount.until.map_or_else(String::new, |until| format!(" until {until}"));
            let note = if discount.note.is_empty() {
                String::new()
            } else {
                format!(": {}", escape(&discount.note))
            };
            writeln!(
                out,
                "- {} less {} %{until}, {}{note}",
                escape(&discount.provider),
                discount.off.to_percent(),
                counted(count, "model")
            )?;
        }
        writeln!(out)?;
    }
    if !own_models.is_empty() {
        let names: Vec<String> = own_models.iter().map(|offer| escape(&offer.model.name)).collect();
        writeln!(out, "Own models: {} ({})\n", names.len(), names.join(", "))?;
    }
    if hidden > 0 {
        let names: Vec<String> =
            content.market.hidden().iter().map(|offer| escape(&offer.model.name)).collect();
        writeln!(out, "Hidden models, left out of this report: {hidden} ({})\n", names.join(", "))?;
    }
    if !orphans.is_empty() {
        let ids: Vec<String> = orphans.iter().map(|own| escape(own.model.as_str())).collect();
        writeln!(out, "Own prices of models that are in no list, without effect: {}\n", ids.join(", "))?;
    }
    Ok(())
}
