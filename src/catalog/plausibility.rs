//! Which prices of a list are not taken at their word: those that can't be true, and those that are doubtful beside what
//! other sellers of the same model take.
//!
//! Input and output prices of text models are judged, as the list gives them: before a discount, and never a price of the
//! user's own. What the user said is right is not asked again at the same figures ([`Confirmed`]).

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::changes::{PriceName, named};
use super::check::{PARTS, believed, has_impossible, impossible, is_judged};
use super::confirmed::others;
use super::{
    Catalog, Check, Confirmed, Finding, Mode, Model, ModelId, Offer, Origin, Part, PriceSheet, Reason,
    identity,
};
use crate::money::{Price, TokenPrice, label};
use crate::processing::Processing;

/// A price of at most one part in so many of the others' median is doubtful.
const CHEAP: u128 = 20;
/// A price of at least so many times the others' median is doubtful.
const DEAR: u128 = 100;
/// How many other sellers it takes to doubt a price.
const OTHERS: usize = 3;
/// What the prices of some models are, in sentences, each with the first models by name; `None` where there is nothing
/// to check.
pub fn summary<'a>(offers: impl Iterator<Item = &'a Offer>) -> Option<String> {
    const NAMED: usize = 3;
    let (impossible, doubtful): (Vec<_>, Vec<_>) = offers
        .filter_map(|offer| Some((offer, offer.open_check()?)))
        .partition(|(_, check)| check.is_impossible());
    let say = |found: &[(&Offer, &Check)], (one, many): (&str, &str)| {
        let names = found.iter().take(NAMED).map(|(offer, check)| {
            let why = check.findings.first().filter(|_| !check.is_impossible());
            let why = why.map_or_else(String::new, |finding| format!(", {}", finding.why()));
            format!("{} ({}{why})", offer.model.list_key(), check.figures())
        });
        let names = names.collect::<Vec<_>>().join(", ");
        let more = found.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {} more", label::whole(more as u64)) };
        let count = label::whole(found.len() as u64);
        (!found.is_empty())
            .then(|| format!("{count} {}: {names}{more}", if found.len() == 1 { one } else { many }))
    };
    let said = [
        say(&impossible, ("model has a price that can't be true", "models have prices that can't be true")),
        say(&doubtful, ("model has a doubtful price", "models have doubtful prices")),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(". "))
}

/// Judges the prices of the lists, with what the user said of them. The offers are at the lists' prices, less discounts;
/// own prices come later.
pub(super) fn judge(all: &mut [Offer], confirmed: &[Confirmed]) {
    let listed = all.iter().enumerate().filter(|(_, offer)| offer.origin == Origin::Listed);
    let found = findings(listed.map(|(place, offer)| Row {
        place,
        model: (&*offer.identity.model).into(),
        seller: &offer.identity.provider,
        mode: &offer.model.facts.mode,
        sheet: &offer.listed,
    }));
    let confirmed: HashMap<&ModelId, &Confirmed> =
        confirmed.iter().map(|entry| (&entry.model, entry)).collect();
    for (place, findings) in found {
        let Some(offer) = all.get_mut(place) else { continue };
        let said = confirmed.get(&offer.model.id).filter(|said| said.holds(&offer.listed, &findings));
        let check = Check { findings, confirmed: said.map(|said| said.set_on) };
        if check.is_open() {
            let believed = believed(&offer.listed, &offer.model.facts.mode);
            offer.prices = offer
                .discount
                .as_ref()
                .map_or_else(|| believed.clone(), |discount| believed.less(discount.off));
        }
        offer.check = Some(check.into());
    }
}

/// The models of one list whose prices on a day are not taken at their word, by name. The others that sell the same model
/// are those of the list itself. As in a market of the list alone, which takes far longer to make.
pub fn of_list(catalog: &Catalog, day: Option<Date>) -> Vec<(&Model, Check)> {
    let mut sellers: HashMap<&str, String> = HashMap::new();
    for model in &catalog.models {
        sellers.entry(&model.provider).or_insert_with(|| identity::provider_key(&model.provider));
    }
    let found = findings(catalog.models.iter().enumerate().map(|(place, model)| Row {
        place,
        model: identity::model_key(model.list_key()).into(),
        seller: sellers.get(&*model.provider).map_or("", String::as_str),
        mode: &model.facts.mode,
        sheet: model.prices_of(day),
    }));
    let named = found.into_iter().filter_map(|(place, findings)| {
        Some((catalog.models.get(place)?, Check { findings, confirmed: None }))
    });
    let mut named: Vec<(&Model, Check)> = named.collect();
    named.sort_by(|(a, _), (b, _)| a.by_name(b));
    named
}

/// One row of a list, as it is judged.
struct Row<'a> {
    place: usize,
    /// Which model it is, whoever sells it: [`identity::Identity::model`].
    model: Cow<'a, str>,
    /// Who sells it: [`identity::Identity::provider`].
    seller: &'a str,
    mode: &'a Mode,
    sheet: &'a PriceSheet,
}

/// What is found of rows, by their places; nothing of the rows that are in order.
fn findings<'a>(rows: impl Iterator<Item = Row<'a>>) -> BTreeMap<usize, Vec<Finding>> {
    let rows: Vec<Row<'_>> = rows.filter(|row| is_judged(row.mode)).collect();
    let mut found: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    for row in rows.iter().filter(|row| has_impossible(row.sheet)) {
        let findings = named(row.sheet).into_iter().filter_map(|(name, price)| {
            let reason = impossible(price).filter(|_| PARTS.contains(&name.part))?;
            Some(Finding { name, price: price.known()?, reason })
        });
        found.entry(row.place).or_default().extend(findings);
    }
    for (place, finding) in doubts(&rows) {
        found.entry(place).or_default().push(finding);
    }
    found.retain(|_, findings| !findings.is_empty());
    for findings in found.values_mut() {
        findings.sort_by_key(|finding| {
            let PriceName { part, processing, above, times } = finding.name;
            (processing, above, times, part)
        });
    }
    found
}

impl Confirmed {
    /// That an offer's prices are right as its list gives them; `None` where nothing is asked about them.
    pub fn of(offer: &Offer, day: Date) -> Option<Self> {
        let check = offer.check.as_ref()?;
        Some(Self {
            model: offer.model.id.clone(),
            input: offer.listed.input,
            output: offer.listed.output,
            others: others(&check.findings).collect(),
            set_on: Some(day),
        })
    }
}

/// Takes back what was found of prices in whose place the user's own now stand.
pub(super) fn leave_out_own(offer: &mut Offer) {
    let Some(check) = offer.check.take() else { return };
    let left = named(&offer.prices);
    let mut check = Check::clone(&check);
    let is_open = check.is_open();
    check.findings.retain(|finding| {
        let is_own = finding.is_standard() && offer.layers(finding.name.part).own.is_some();
        let is_left = || {
            let is_it = |(name, price): &(PriceName, Price)| {
                *name == finding.name && price.impossible() == Some(finding.price)
            };
            !is_open || !finding.is_impossible() || left.iter().any(is_it)
        };
        !is_own && is_left()
    });
    if !check.findings.is_empty() {
        offer.check = Some(check.into());
    }
}

/// The standard prices that are far from what others take, with the places of their rows.
fn doubts(rows: &[Row<'_>]) -> Vec<(usize, Finding)> {
    let mut by_model: HashMap<&str, Vec<&Row<'_>>> = HashMap::with_capacity(rows.len());
    for row in rows {
        by_model.entry(&*row.model).or_default().push(row);
    }
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for (model, rows) in by_model.iter().filter(|(_, rows)| rows.len() > OTHERS) {
        for part in PARTS {
            let figures = rows.iter().filter_map(|row| {
                let price = if part == Part::Input { row.sheet.input } else { row.sheet.output };
                let figure = price.known().filter(|_| impossible(price).is_none())?;
                Some(Figure { seller: row.seller, price: figure, place: row.place })
            });
            doubts_of(identity::maker_of(model), part, figures.collect(), &mut found);
        }
    }
    found
}

/// What one row says of one price of a model.
#[derive(Clone, Copy)]
struct Figure<'a> {
    seller: &'a str,
    price: TokenPrice,
    place: usize,
}

/// Finds the doubtful ones among the figures of one price of one model. A seller with several rows counts once, at the
/// middle one.
fn doubts_of(
    maker: Option<&str>,
    part: Part,
    mut figures: Vec<Figure<'_>>,
    found: &mut Vec<(usize, Finding)>,
) {
    let bounds = figures.iter().map(|figure| figure.price.units());
    let spread = bounds.clone().min().zip(bounds.max());
    // Of nearly all models the dearest seller takes not even so many times what the cheapest does.
    if spread.is_none_or(|(least, most)| most < least * CHEAP) {
        return;
    }
    figures.sort_by(|a, b| (a.seller, a.price).cmp(&(b.seller, b.price)));
    let rows: Vec<&[Figure<'_>]> = figures.chunk_by(|a, b| a.seller == b.seller).collect();
    let middle = |rows: &[Figure<'_>]| rows.get((rows.len() - 1) / 2).map(|row| row.price);
    let mut sellers: Vec<(TokenPrice, usize)> =
        rows.iter().enumerate().filter_map(|(number, rows)| Some((middle(rows)?, number))).collect();
    if sellers.len() <= OTHERS {
        return;
    }
    sellers.sort_unstable();
    let others = sellers.len() - 1;
    for (own, (_, number)) in sellers.iter().enumerate() {
        // The figures of the others, in order.
        let other = |place: usize| sellers.get(place + usize::from(place >= own)).map(|(price, _)| *price);
        let Some((low, high)) = other((others - 1) / 2).zip(other(others / 2)) else { continue };
        let rows = rows.get(*number).copied().unwrap_or_default();
        for figure in rows.iter().filter(|figure| maker != Some(figure.seller)) {
            // The greatest price is below 2^87: these products fit.
            let (price, twice_the_median) = (figure.price.units(), low.units() + high.units());
            let is_cheap = price * 2 * CHEAP <= twice_the_median;
            let is_dear = price * 2 >= DEAR * twice_the_median;
            if is_cheap || is_dear {
                let name = PriceName { part, processing: Processing::Standard, above: None, times: None };
                let reason = Reason::Doubtful { sellers: others, median: low.middle(high) };
                found.push((figure.place, Finding { name, price: figure.price, reason }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing;
    use crate::catalog::{
        Catalog, ContextTier, Discount, Discounts, Market, MarketParts, Model, MorePrices, Overrides,
        OwnModels, PriceOverride, Rates, Source, Tariff,
    };
    use crate::money::{Dollars, Share};
    use crate::workload::{Draft, Workload};
    use jiff::civil::date;

    const DAY: Date = date(2026, 11, 30);

    fn price(text: &str) -> Price {
        if text.is_empty() { Price::Unknown } else { Price::per_million(text).unwrap() }
    }

    fn id(text: &str) -> ModelId {
        ModelId::new(text).unwrap()
    }

    /// A model of the seller before the slash of its id.
    fn model(key: &str, input: &str, output: &str) -> Model {
        let source = Source { name: "List".into(), as_of: None };
        let provider = key.split('/').next().unwrap();
        let mut model = Model::new(id(key), key.into(), provider.into(), source);
        model.prices = PriceSheet::flat(price(input), price(output));
        model
    }

    fn market_with(models: Vec<Model>, overrides: &Overrides, discounts: &Discounts) -> Market {
        let source = Source { name: "List".into(), as_of: None };
        let list = Catalog { name: "List".into(), source, models };
        Market::of(&MarketParts {
            lists: &[list.into()],
            own: &OwnModels::default(),
            overrides,
            discounts,
            day: Some(DAY),
            all_rows: false,
        })
    }

    fn market(models: Vec<Model>) -> Market {
        market_with(models, &Overrides::default(), &Discounts::default())
    }

    /// Sellers of one model, by their input price; the output price is the same for all.
    fn sellers(prices: &[(&str, &str)]) -> Vec<Model> {
        prices.iter().map(|(seller, input)| model(&format!("{seller}/wizard-7b"), input, "2")).collect()
    }

    fn found(market: &Market, key: &str) -> Option<String> {
        market.find(&id(key)).unwrap().open_check().map(ToString::to_string)
    }

    fn task(input: u64, output: u64) -> Workload {
        let draft =
            Draft { name: "T".into(), input_tokens: input, output_tokens: output, ..Draft::default() };
        Workload::try_from(draft).unwrap()
    }

    fn bill(market: &Market, key: &str, input: u64, output: u64) -> String {
        let total = billing::total(market.find(&id(key)).unwrap(), &task(input, output));
        total.priced().map(Dollars::to_exact_string).or(total.reason()).unwrap_or_else(|| "free".into())
    }

    #[test]
    fn a_price_above_1000_dollars_or_below_a_twentieth_of_a_cent_per_million_is_impossible() {
        for (input, output, is_impossible) in [
            ("1000", "1000", false),
            ("1000.000001", "1", true),
            ("1", "1000.01", true),
            ("0.0005", "0.0005", false),
            ("0.00049999", "1", true),
            ("0.2", "0.000000004", true),
            ("0", "0", false),
            ("0", "", false),
            ("", "600", false),
        ] {
            let market = market(vec![model("acme/x", input, output)]);
            let offer = &market.offers()[0];
            assert_eq!(
                offer.open_check().is_some_and(Check::is_impossible),
                is_impossible,
                "{input} {output}"
            );
            let odd = [offer.prices.input, offer.prices.output].iter().any(|it| it.impossible().is_some());
            assert_eq!(odd, is_impossible, "{input} {output}");
        }
    }

    #[test]
    fn models_that_write_no_text_are_not_judged_and_those_of_an_unstated_kind_are() {
        for (mode, is_judged) in
            [(Mode::Text, true), (Mode::Unstated, true), (Mode::Other("image_generation".into()), false)]
        {
            let mut model = model("acme/x", "4000", "1");
            model.facts.mode = mode.clone();
            let market = market(vec![model]);
            assert_eq!(found(&market, "acme/x").is_some(), is_judged, "{mode:?}");
            assert_eq!(bill(&market, "acme/x", 1_000, 0) == "4", !is_judged, "{mode:?}");
        }
    }

    #[test]
    fn a_bill_is_unknown_only_where_it_needs_the_price_and_the_figure_stays_to_be_seen() {
        let market = market(vec![model("acme/dear", "7200", "3"), model("acme/fine", "0.3", "600")]);
        let said = "the price of input tokens can't be true ($7,200.00 per million)";
        assert_eq!(bill(&market, "acme/dear", 10, 10), said);
        assert_eq!(bill(&market, "acme/dear", 0, 1_000), "0.003");
        assert_eq!(bill(&market, "acme/fine", 1_000, 1_000), "0.6003");
        let offer = market.find(&id("acme/dear")).unwrap();
        assert_eq!(label::price(offer.prices.input), "$7,200.00 (can't be true)");
        assert_eq!(offer.prices.input.per_million_or_empty(), "7200.00");
        assert_eq!((offer.tier(), offer.listed.input), (None, price("7200")));
    }

    #[test]
    fn tiers_and_modes_are_judged_where_a_bill_needs_them() {
        let rates = |input: &str| Rates { input: price(input), output: price("2"), ..Rates::default() };
        let mut odd = model("acme/x", "1", "2");
        odd.prices = PriceSheet::new(MorePrices {
            standard: Tariff::new(
                rates("1"),
                vec![ContextTier { above: 100, inclusive: false, rates: rates("2500") }],
            ),
            batch: Some(Tariff::new(rates("0.0001"), Vec::new())),
            ..MorePrices::default()
        });
        let market = market(vec![odd]);
        assert_eq!(bill(&market, "acme/x", 100, 0), "0.0001");
        let above =
            "the price of input tokens above 100 tokens of input can't be true ($2,500.00 per million)";
        assert_eq!(bill(&market, "acme/x", 101, 0), above);
        let batch = Draft { processing: Processing::Batch, ..task(10, 0).to_draft() };
        let total = billing::total(&market.offers()[0], &batch.try_into().unwrap());
        let said = "the batch price of input tokens can't be true ($0.0001 per million)";
        assert_eq!(total.reason().unwrap(), said);
        let said = "input tokens, above 100 tokens at $2,500.00 per million: too dear to be true (is its unit right?); \
                    input tokens, batch at $0.0001 per million: too cheap to be true (is this dollars per token, or per \
                    thousand tokens?)";
        assert_eq!(found(&market, "acme/x").unwrap(), said);
    }

    #[test]
    fn the_unit_that_a_slip_may_be_of_is_asked_for() {
        for (output, asked) in [
            ("0.00000025", "is this dollars per token?"),
            ("0.0004", "is this dollars per thousand tokens?"),
            ("0.00005", "is this dollars per token, or per thousand tokens?"),
            ("0.000000001", "is its unit right?"),
            ("25000", "too dear to be true (is its unit right?)"),
        ] {
            let found = found(&market(vec![model("acme/x", "1", output)]), "acme/x").unwrap();
            assert!(found.contains(asked), "{output}: {found}");
        }
    }

    #[test]
    fn a_twentieth_or_a_hundred_times_of_the_others_median_is_doubtful() {
        let others = [("a", "1"), ("b", "3"), ("c", "2")];
        for (mine, said) in [
            (
                "0.1",
                Some("input tokens at $0.10 per million: 1/20 of what 3 other sellers take (median $2.00)"),
            ),
            ("0.1001", None),
            (
                "0.05",
                Some("input tokens at $0.05 per million: 1/40 of what 3 other sellers take (median $2.00)"),
            ),
            (
                "200",
                Some(
                    "input tokens at $200.00 per million: 100 times what 3 other sellers take (median $2.00)",
                ),
            ),
            ("199.99", None),
            ("0", None),
        ] {
            let mut all = others.to_vec();
            all.push(("mine", mine));
            let market = market(sellers(&all));
            assert_eq!(found(&market, "mine/wizard-7b").as_deref(), said, "{mine}");
            assert!(others.iter().all(|(it, _)| found(&market, &format!("{it}/wizard-7b")).is_none()));
            // It is billed all the same.
            if mine != "0" {
                assert!(bill(&market, "mine/wizard-7b", 1_000, 0).parse::<f64>().is_ok());
            }
        }
        // Of an even number of others the median is in the middle of two: here $4.
        let even = |mine| sellers(&[("a", "1"), ("b", "2"), ("c", "6"), ("d", "9"), ("mine", mine)]);
        assert!(found(&market(even("0.2")), "mine/wizard-7b").unwrap().ends_with("(median $4.00)"));
        assert_eq!(found(&market(even("0.21")), "mine/wizard-7b"), None);
    }

    #[test]
    fn it_takes_three_other_sellers_with_a_price_that_can_be_true() {
        let is_doubtful = |others: &[(&str, &str)]| {
            let mut all = others.to_vec();
            all.push(("mine", "0.01"));
            found(&market(sellers(&all)), "mine/wizard-7b").is_some()
        };
        assert!(is_doubtful(&[("a", "1"), ("b", "1"), ("c", "1")]));
        assert!(!is_doubtful(&[("a", "1"), ("b", "1")]));
        assert!(!is_doubtful(&[("a", "1"), ("b", "1"), ("c", "")]));
        assert!(!is_doubtful(&[("a", "1"), ("b", "1"), ("c", "0")]));
        assert!(!is_doubtful(&[("a", "1"), ("b", "1"), ("c", "9000")]));
        // A seller with two rows is one seller.
        let mut twice = sellers(&[("a", "1"), ("b", "1"), ("mine", "0.01")]);
        twice.push(model("a/eu/wizard-7b", "1", "2"));
        assert_eq!(found(&market(twice), "mine/wizard-7b"), None);
        // Another model is another market.
        let mut other = sellers(&[("a", "1"), ("b", "1"), ("mine", "0.01")]);
        other.push(model("c/wizard-70b", "1", "2"));
        assert_eq!(found(&market(other), "mine/wizard-7b"), None);
    }

    #[test]
    fn a_makers_own_price_is_never_doubted_and_stands_among_the_others() {
        let rows = |openai: &str, azure: &str| {
            vec![
                model("openai/gpt-9", openai, "2"),
                model("azure/gpt-9", azure, "2"),
                model("vercel/gpt-9", "1", "2"),
                model("poe/gpt-9", "1", "2"),
            ]
        };
        assert_eq!(found(&market(rows("0.01", "1")), "openai/gpt-9"), None);
        assert!(found(&market(rows("1", "0.01")), "azure/gpt-9").is_some());
    }

    #[test]
    fn a_price_of_the_users_own_is_never_judged() {
        let own = |key: &str, input: &str| PriceOverride {
            model: id(key),
            prices: crate::catalog::OwnPrices::usual(Some(price(input)), None),
            set_on: None,
            note: String::new(),
        };
        let overrides = Overrides::new(vec![own("mine/wizard-7b", "0.001"), own("acme/dear", "5000")]);
        let mut rows = sellers(&[("a", "1"), ("b", "1"), ("c", "1"), ("mine", "0.01")]);
        rows.push(model("acme/dear", "7200", "3"));
        rows.push(model("acme/both", "7200", "8000"));
        let market = market_with(rows, &overrides, &Discounts::default());
        assert_eq!(found(&market, "mine/wizard-7b"), None);
        assert_eq!(found(&market, "acme/dear"), None);
        assert_eq!(bill(&market, "acme/dear", 1_000_000, 0), "5000");
        assert_eq!(bill(&market, "mine/wizard-7b", 1_000_000, 0), "0.001");
        // The list's other price is judged all the same.
        let overrides = Overrides::new(vec![own("acme/both", "7")]);
        let market = market_with(vec![model("acme/both", "7200", "8000")], &overrides, &Discounts::default());
        let left = "output tokens at $8,000.00 per million: too dear to be true (is its unit right?)";
        assert_eq!(found(&market, "acme/both").as_deref(), Some(left));
        assert!(market.needless_own_prices().is_empty());
        // A model of the user's own costs what the user says.
        let mut mine = model("me/mine", "7200", "3");
        mine.provider = "me".into();
        let own = OwnModels { models: vec![mine], hidden: Vec::new() };
        let empty =
            Catalog { name: "L".into(), source: Source { name: "L".into(), as_of: None }, models: vec![] };
        let market = Market::new(&empty, &own, &Overrides::default());
        assert_eq!(bill(&market, "me/mine", 1_000_000, 0), "7200");
    }

    #[test]
    fn prices_are_judged_before_a_discount() {
        let off = |provider: &str, percent: &str| Discount {
            provider: provider.into(),
            off: Share::percent(percent).unwrap(),
            until: None,
            note: String::new(),
        };
        let discounts = Discounts::new(vec![off("acme", "50"), off("mine", "90")]);
        let mut rows = sellers(&[("a", "1"), ("b", "1"), ("c", "1"), ("mine", "0.2")]);
        rows.extend([model("acme/dear", "1500", "3"), model("acme/cheap", "0.0006", "3")]);
        let market = market_with(rows, &Overrides::default(), &discounts);
        assert!(bill(&market, "acme/dear", 1, 0).contains("$1,500.00"));
        assert_eq!(bill(&market, "acme/cheap", 1_000_000, 0), "0.0003");
        assert_eq!(found(&market, "mine/wizard-7b"), None);
    }

    #[test]
    fn what_was_said_to_be_right_holds_for_the_row_at_these_figures() {
        let rows = |input: &str| {
            let mut rows = sellers(&[("a", "1"), ("b", "1"), ("c", "1"), ("mine", input)]);
            rows.push(model("acme/dear", "7200", input));
            rows
        };
        let before = market(rows("0.01"));
        let mut overrides = Overrides::default();
        for key in ["mine/wizard-7b", "acme/dear"] {
            let said = Confirmed::of(before.find(&id(key)).unwrap(), DAY);
            overrides.set_confirmation(&id(key), said);
        }
        let of = |rows, overrides: &Overrides| market_with(rows, overrides, &Discounts::default());
        let right = of(rows("0.01"), &overrides);
        assert_eq!(right.to_check().count(), 0);
        assert_eq!(bill(&right, "acme/dear", 1_000_000, 0), "7200");
        assert!(!right.find(&id("mine/wizard-7b")).unwrap().is_doubtful());
        // Other figures of the same rows ask again.
        let other = of(rows("0.011"), &overrides);
        assert_eq!(other.to_check().count(), 2);
        assert!(bill(&other, "acme/dear", 1, 0).contains("can't be true"));
        // So does another row at the same figures.
        let mut more = rows("0.01");
        more.push(model("acme/dear-2", "7200", "0.01"));
        assert_eq!(of(more, &overrides).to_check().count(), 1);
        overrides.set_confirmation(&id("acme/dear"), None);
        assert_eq!(of(rows("0.01"), &overrides).to_check().count(), 1);
    }

    #[test]
    fn another_odd_price_of_a_mode_asks_again() {
        let with_batch = |input: &str| {
            let mut model = model("acme/x", "1", "2");
            let batch = Rates { input: price(input), output: price("1"), ..Rates::default() };
            model.prices = PriceSheet::new(MorePrices {
                standard: Tariff::new(model.prices.base(), Vec::new()),
                batch: Some(Tariff::new(batch, Vec::new())),
                ..MorePrices::default()
            });
            vec![model]
        };
        let mut overrides = Overrides::default();
        let said = Confirmed::of(&market(with_batch("3000")).offers()[0], DAY);
        overrides.set_confirmation(&id("acme/x"), said);
        let asked =
            |input| market_with(with_batch(input), &overrides, &Discounts::default()).to_check().count();
        assert_eq!((asked("3000"), asked("3001")), (0, 1));
    }

    #[test]
    fn a_list_is_judged_without_a_market_as_in_a_market_of_it_alone() {
        let mut models = sellers(&[
            ("a", "1"),
            ("b", "1.1"),
            ("c", "0.9"),
            ("d", "0.01"),
            ("e", "300"),
            ("wizard", "0.01"),
        ]);
        models.extend([
            model("z/other", "15000", "60000"),
            model("y/other", "0.0000001", "1"),
            model("x/fine", "1", "2"),
        ]);
        let mut picture = model("v/picture", "15000", "1");
        picture.facts.mode = Mode::Other("image".into());
        models.push(picture);
        let source = Source { name: "List".into(), as_of: None };
        let catalog = Catalog { name: "List".into(), source, models: models.clone() };
        let of_list: Vec<(String, String)> = of_list(&catalog, Some(DAY))
            .into_iter()
            .map(|(model, check)| (model.id.to_string(), check.to_string()))
            .collect();
        let market = market(models);
        let of_market: Vec<(String, String)> = market
            .to_check()
            .filter_map(|offer| Some((offer.model.id.to_string(), offer.open_check()?.to_string())))
            .collect();
        assert_eq!(of_list, of_market);
        assert!(of_list.len() >= 4, "{of_list:?}");
    }

    #[test]
    fn the_summary_counts_both_kinds_and_names_the_first() {
        let mut rows = sellers(&[("a", "1"), ("b", "1"), ("c", "1"), ("mine", "0.02")]);
        assert_eq!(summary(market(rows.clone()[..3].to_vec()).to_check()), None);
        rows.extend(["p", "q", "r", "s"].map(|name| model(&format!("acme/{name}"), "2000", "5000")));
        let said = "4 models have prices that can't be true: acme/p ($2,000.00 in, $5,000.00 out per million), acme/q \
                    ($2,000.00 in, $5,000.00 out per million), acme/r ($2,000.00 in, $5,000.00 out per million) and 1 \
                    more. 1 model has a doubtful price: mine/wizard-7b ($0.02 in per million, 1/50 of what 3 other \
                    sellers take (median $1.00))";
        assert_eq!(summary(market(rows).to_check()).as_deref(), Some(said));
    }

    #[test]
    fn very_many_sellers_and_rows_of_one_model_take_no_longer_than_as_many_models() {
        let mut rows: Vec<Model> =
            (0..10_000).map(|number| model(&format!("s{number}/wizard-7b"), "1", "2")).collect();
        rows.extend((0..10_000).map(|number| model(&format!("big/{number}/wizard-7b"), "0.01", "2")));
        // What is compared with each other, each with each, would be 400 million times.
        let market = market(rows);
        assert_eq!(market.to_check().count(), 10_000);
    }
}
