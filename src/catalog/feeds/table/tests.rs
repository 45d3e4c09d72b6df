//! Tables as people keep them, from their bytes to their prices.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::catalog::feeds::{Import, import};
use crate::catalog::{Mode, Model, Part, PriceState};
use crate::money::Price;
use crate::processing::Processing;

fn list(text: &str) -> Import {
    import(text.as_bytes(), None).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refused(text: &str) -> String {
    import(text.as_bytes(), None).unwrap_err().to_string()
}

#[track_caller]
fn model<'a>(list: &'a Import, key: &str) -> &'a Model {
    let found = list.models.iter().find(|model| model.id.as_str() == key);
    found.unwrap_or_else(|| {
        panic!("{key} of {:?}", list.models.iter().map(|model| &model.id).collect::<Vec<_>>())
    })
}

/// Input and output per million tokens of the only model, or of `A`.
#[track_caller]
fn in_and_out(text: &str) -> (String, String) {
    let list = list(text);
    let model = list.models.iter().find(|model| model.id.as_str() == "A").unwrap();
    (model.prices.input.per_million_or_empty(), model.prices.output.per_million_or_empty())
}

#[track_caller]
fn check(text: &str, input: &str, output: &str) {
    assert_eq!(in_and_out(text), (input.to_owned(), output.to_owned()), "{text}");
}

fn remarks(list: &Import) -> Vec<String> {
    list.remarks.iter().map(ToString::to_string).collect()
}

#[test]
fn a_unit_in_the_header_is_obeyed() {
    check("model,input ($/1M),output ($/1M)\nA,3,15\n", "3.00", "15.00");
    check("model,input_usd_per_1k,output_usd_per_1k\nA,0.003,0.015\n", "3.00", "15.00");
    check("model,input_cost_per_token,output_cost_per_token\nA,3e-6,0.000015\n", "3.00", "15.00");
    check(
        "Model;Input (USD per 1,000 tokens);Output (USD per 1,000 tokens)\nA;0.003;0.015\n",
        "3.00",
        "15.00",
    );
    let unquoted = "Model,Input (USD per 1,000 tokens),Output (USD per 1,000 tokens)\nA,0.003,0.015\n";
    assert!(refused(unquoted).contains("only \"Input (USD per 1\""), "{}", refused(unquoted));
    check("model,input cents/1k,output cents/1k\nA,0.3,1.5\n", "3.00", "15.00");
    check("model,input ($/1B tokens),output ($/1B tokens)\nA,3000,15000\n", "3.00", "15.00");
    // A column without a unit has that of the others, or none where these differ.
    check("model,input_per_1k,output\nA,0.003,0.015\n", "3.00", "15.00");
    let mixed = list("model,input_per_1k,output_per_1m,cache_read\nA,0.003,15,0.3\n");
    assert_eq!(model(&mixed, "A").prices.base().cache_read, Price::Unusable);
    assert!(remarks(&mixed)[0].contains("cache_read: \"0.3\" is in a unit that is not understood"));
}

#[test]
fn a_unit_in_the_title_a_column_or_a_cell_is_obeyed() {
    check("LLM prices (USD per 1k tokens)\n\nmodel,input,output\nA,0.003,0.015\n", "3.00", "15.00");
    check("All prices in $/MTok\nmodel,input tokens,output tokens\nA,3,15\n", "3.00", "15.00");
    let units = "model,input,output,unit,currency\nA,0.003,0.015,per 1K tokens,USD\nB,3,15,1M tokens,\nC,3,15,,\n\
                 D,3,15,per image,USD\nE,3,15,per 1M tokens,CNY\nF,3,15,tokens,\n";
    check(units, "3.00", "15.00");
    let list = list(units);
    for key in ["B", "C"] {
        assert_eq!(model(&list, key).prices.input, Price::per_million("3").unwrap(), "{key}");
    }
    for key in ["D", "E", "F"] {
        assert_eq!(model(&list, key).prices.state(), PriceState::Unknown, "{key}");
    }
    let said = remarks(&list).join("\n");
    assert!(said.contains("row D: unit: \"per image\" is a unit that is not understood"), "{said}");
    assert!(said.contains("row E: input: \"3\" is in CNY, not in US dollars"), "{said}");
    check("model,input,output\nA,$0.003 / 1K,$15 per 1M tokens\n", "3.00", "15.00");
    let provider = "Model,Base input tokens,5m cache writes,Cache hits & refreshes,Output tokens\n\
                    A,$3 / MTok,$3.75 / MTok,$0.30 / MTok,$15 / MTok\n";
    check(provider, "3.00", "15.00");
    check(
        "Prices per 1M tokens\nModel,Input tokens,Cached input price,Output tokens\nA,3,0.3,15\n",
        "3.00",
        "15.00",
    );
    check("| Model | Input tokens | Output tokens |\n|--|--|--|\n| A | $3 | $15 |\n", "3.00", "15.00");
}

#[test]
fn other_money_is_unknown_and_named() {
    for header in ["Input (€)", "input_eur", "Input (CNY/1M)", "input ¥", "input_dbu"] {
        let list = list(&format!("model,{header},output\nA,3,15\n"));
        assert_eq!(model(&list, "A").prices.input, Price::Unusable, "{header}");
        assert!(remarks(&list)[0].contains("not in US dollars"), "{header}");
    }
    let title = list("Prices in EUR per 1M tokens\nmodel,input,output (USD)\nA,3,15\n");
    assert_eq!(model(&title, "A").prices.input, Price::Unusable);
    assert_eq!(model(&title, "A").prices.output, Price::per_million("15").unwrap());
    // Beside the same in dollars it is only a column that is not read.
    let both = list("model,input (CNY),input (USD),output (USD)\nA,21,3,15\nB,22,4,16\n");
    assert_eq!(model(&both, "B").prices.input, Price::per_million("4").unwrap());
    assert_eq!((both.remarks.len(), both.unused["input (CNY)"]), (0, 2));
}

#[test]
fn prices_that_look_like_dollars_per_token_are_named_where_no_unit_is_stated() {
    let tiny = "model,input,output\nA,0.00000025,0.000002\nB,0.0000011,0.0000044\n";
    let said = remarks(&list(tiny)).join("\n");
    assert!(
        said.contains("row on line 1")
            && said.contains("dollars per token")
            && said.contains("input ($/token)")
    );
    check(tiny, "0.00000025", "0.000002");
    let stated = list(&tiny.replace("input,output", "input ($/token),output"));
    assert!(stated.remarks.is_empty());
    assert_eq!(model(&stated, "A").prices.input, Price::per_million("0.25").unwrap());
    let real = list("model,input,output\nA,0.0000002,0.0000004\nB,1,2\n");
    assert!(real.remarks.is_empty(), "one real price shows the unit");
}

#[test]
fn every_kind_of_price_that_is_billed_is_read() {
    let text = "vendor;modelName;promptPrice;Completion Price;Cache hit;Cache creation 5m;Cache creation 1h;Thinking;\
                BATCH_IN;Batch out;Batch cached input;flexInput;flexOutput;priority-input;priority-output;Fee per request;\
                Input > 200k;Output (>200k tokens);ctxWindow;Max input tokens;maxOutput;last updated;Pricing URL;type\n\
                Acme;A;1,5;6;0,15;1,875;3;7;0,75;3;0,1;0,8;3,1;3;12;0,005;2,5;8;1M;900k;64000;2026-11-02;https://example.org/p;chat\n";
    let list = list(text);
    let model = model(&list, "A");
    let of = |price: Price| price.per_million_or_empty();
    let base = model.prices.base();
    let parts = [
        (Part::Input, "1.50"),
        (Part::Output, "6.00"),
        (Part::CacheRead, "0.15"),
        (Part::CacheWrite5m, "1.875"),
        (Part::CacheWrite1h, "3.00"),
        (Part::Reasoning, "7.00"),
    ];
    for (part, price) in parts {
        assert_eq!(of(base.get(part)), price, "{part:?}");
    }
    for (mode, input, output) in [
        (Processing::Batch, "0.75", "3.00"),
        (Processing::Flex, "0.80", "3.10"),
        (Processing::Priority, "3.00", "12.00"),
    ] {
        let rates = model.prices.mode(mode).unwrap().base();
        assert_eq!((of(rates.input), of(rates.output)), (input.into(), output.into()), "{mode:?}");
    }
    assert_eq!(of(model.prices.mode(Processing::Batch).unwrap().base().cache_read), "0.10");
    assert_eq!(model.prices.request_fee(), Some(Price::per_token("0.005").unwrap()));
    let [tier] = model.prices.tiers() else { panic!("{:?}", model.prices.tiers()) };
    assert_eq!(
        (tier.above, tier.inclusive, of(tier.rates.input), of(tier.rates.output)),
        (200_000, false, "2.50".into(), "8.00".into())
    );
    let limits = model.limits;
    assert_eq!(
        (limits.context_window, limits.maximum_input, limits.maximum_output),
        (Some(1_000_000), Some(900_000), Some(64_000))
    );
    assert_eq!((model.provider.as_ref(), &*model.source.name), ("Acme", "https://example.org/p"));
    assert!(
        list.unused.is_empty() && list.remarks.is_empty() && list.skipped.is_empty(),
        "{:?}",
        remarks(&list)
    );
}

#[test]
fn prices_for_short_prompts_alone_say_nothing_of_long_ones() {
    let list = list("model,input (<=128k),output (<=128k)\nA,1,2\n");
    let prices = &model(&list, "A").prices;
    assert_eq!(prices.input, Price::per_million("1").unwrap());
    let [tier] = prices.tiers() else { panic!() };
    assert_eq!((tier.above, tier.inclusive, tier.rates.input), (128_000, false, Price::Unusable));
    let both = super::super::import(
        b"model,input (<=128k),output (<=128k),input (>128k),output (>128k)\nA,1,2,3,4\n",
        None,
    );
    let both = both.unwrap();
    let tiers = model(&both, "A").prices.tiers();
    assert_eq!((tiers.len(), tiers[0].rates.output), (1, Price::per_million("4").unwrap()));
}

#[test]
fn what_is_not_read_is_named() {
    let list = list("model,input,output,image price,old input price,notes\nA,1,2,0.04,9,fast\nB,1,2,,8,\n");
    let unused: Vec<_> = list.unused.iter().map(|(name, rows)| (name.as_str(), *rows)).collect();
    assert_eq!(unused, [("image price", 1), ("notes", 1), ("old input price", 2)]);
}

#[test]
fn a_cell_that_says_nothing_or_is_odd_costs_itself_alone() {
    let list = list(
        "model,input,output,cache_read,batch_input,batch_output,context,date\n\
         A,2,8,N/A,-,—,default,2026-11-01\nB,free,$0.00,,,,128k tokens,\nC,call us,TBD,none,,,-,\n\
         D,2,8,half price,1,abc,\"200,000\",yesterday\n",
    );
    let known = |key: &str| model(&list, key).prices.state();
    assert_eq!(
        (known("A"), known("B"), known("C"), known("D")),
        (PriceState::Priced, PriceState::Free, PriceState::Unknown, PriceState::Priced)
    );
    assert_eq!(model(&list, "A").prices.mode(Processing::Batch), None);
    assert_eq!(model(&list, "B").limits.context_window, Some(128_000));
    assert_eq!(model(&list, "D").limits.context_window, Some(200_000));
    assert_eq!(model(&list, "A").prices.base().cache_read, Price::Unknown);
    assert_eq!(
        model(&list, "D").prices.base().cache_read,
        Price::Unusable,
        "nothing stands in for what is odd"
    );
    let batch = model(&list, "D").prices.mode(Processing::Batch).unwrap().base();
    assert_eq!((batch.input, batch.output), (Price::per_million("1").unwrap(), Price::Unusable));
    let said = remarks(&list);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("row A: context: \"default\" is not a number of tokens"), "{said:?}");
    for part in ["cache_read: \"half price\"", "batch_output: \"abc\"", "date: \"yesterday\""] {
        assert!(said[1].contains(part), "{said:?}");
    }
}

#[test]
fn two_columns_for_one_price_agree_or_it_is_unknown() {
    let list = list("model,input ($/1M),prompt ($/1k),output\nA,3,0.003,\nB,3,0.004,\nC,,0.005,\n");
    assert_eq!(model(&list, "A").prices.input, Price::per_million("3").unwrap());
    assert_eq!(model(&list, "B").prices.input, Price::Unusable);
    assert_eq!(model(&list, "C").prices.input, Price::per_million("5").unwrap());
    assert!(remarks(&list)[0].contains("row B: prompt ($/1k): another column has another price"));
}

#[test]
fn a_table_is_found_in_its_text() {
    let rows = "model,input,output\nA,3,15\n";
    for text in [
        rows.to_owned(),
        format!("\u{feff}{rows}"),
        format!("Price list of November\nper 1M tokens, in USD\n\n{rows}"),
        format!("# a comment, with commas, in it\n{rows}"),
        format!("sep=,\n{rows}"),
        rows.replace(',', "\t"),
        rows.replace(',', ";"),
        rows.replace(',', " | "),
        format!("sep=;\r\n{}", rows.replace(',', ";").replace('\n', "\r\n")),
        format!(",,\nOur prices,,\n{rows},,\n"),
        "model,input,output,\"more, or \"\"less\"\"\"\nA,\"3\",15\n".to_owned(),
        "# Models\n\nSome words.\n\n|Model|Input|Output|\n|:--|--:|--:|\n|**A**|$3|\\$15|\n\nThe end.\n".to_owned(),
        "a | b\n--|--\nx | y\n\nModel | Score\n--|--\nA | 7\n\nModel | Input ($/M) | Output ($/M)\n--|--|--\n[A](https://example.org) | 3 | 15".to_owned(),
    ] {
        check(&text, "3.00", "15.00");
    }
    let utf16: Vec<u8> =
        format!("\u{feff}{}", rows.replace(',', "\t")).encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(import(&utf16, None).unwrap().models.len(), 1);
    let several = list(
        "## One\n\n|Model|Input|Output|\n|-|-|-|\n|A|1|2|\n\n## Two (per 1K tokens)\n\n|Model|Input|Output|\n|-|-|-|\n|B|0.001|0.002|\n",
    );
    assert_eq!(model(&several, "B").prices.input, model(&several, "A").prices.input);
}

#[test]
fn rows_that_do_not_fit_are_named() {
    let list = list("model,input,output\nA,3,15\nB,0,15,0,60\n,1,2\nSource: the provider\nC,4\n");
    assert_eq!(list.models.len(), 2);
    assert_eq!(model(&list, "C").prices.state(), PriceState::Unknown);
    let skipped: Vec<String> = list.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(
        skipped,
        [
            "row B: it has 5 cells for 3 columns",
            "row on line 4: it names no model",
            "row Source: the provider: line 5 has one cell for 3 columns",
        ]
    );
}

#[test]
fn a_type_says_what_is_no_text() {
    let list = list("model,input,output,type\nA,1,2,chat\nB,1,0,Embedding\nC,1,2,flagship\n");
    assert_eq!(model(&list, "B").facts.mode, Mode::Other("embedding".into()));
    assert_eq!((&model(&list, "A").facts.mode, &model(&list, "C").facts.mode), (&Mode::Text, &Mode::Text));
}

#[test]
fn usage_and_bills_are_refused_as_what_they_are() {
    for header in [
        "date,model,n_requests,input_tokens,output_tokens,cost_usd",
        "request_id,timestamp,model,prompt_tokens,completion_tokens,total_tokens,cost_usd",
        "Date,Model,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost,Cost to you",
        "start_time,end_time,model,num_model_requests,input_tokens,output_tokens,input_cached_tokens",
        "Date,Slug,Usage,BYOK Usage,Requests,Prompt Tokens,Completion Tokens,Reasoning Tokens",
        "generation_id,created_at,cost_total,tokens_prompt,tokens_completion,tokens_reasoning,model_permaslug",
        "usage_date_utc,model_version,api_key,usage_input_tokens_no_cache,usage_output_tokens",
        "Timestamp,User,Model,Requests Used,Total Monthly Quota",
        "day,model,input,output,total cost",
        "model,input_tokens,output_tokens,input_cost,output_cost",
        "model;prompt_tokens;completion_tokens",
    ] {
        let said = refused(&format!("{header}\n"));
        assert!(said.starts_with("this is usage, not prices: it has \""), "{header}: {said}");
    }
    for header in
        ["start_time,amount_value,amount_currency,line_item", "Description,Quantity,Unit price,Amount"]
    {
        let said = refused(&format!("{header}\n"));
        assert!(said.starts_with("this is an invoice"), "{header}: {said}");
    }
    // With a unit these are prices, whatever stands beside them.
    let priced = list(
        "model,input_tokens,output_tokens,input_price_per_1m,output_price_per_1m,cost\nA,100,50,3,15,1\n",
    );
    assert_eq!(model(&priced, "A").prices.input, Price::per_million("3").unwrap());
}

#[test]
fn a_refused_table_says_what_it_has_and_what_is_missing() {
    for (header, said) in [
        ("model,price per month,seats", "no prices of input or output tokens, only \"price per month\""),
        ("model,context,quality", "the columns \"model\", \"context\" and \"quality\", and none with prices"),
        ("input ($/1M),output ($/1M)", "and none that names the models, such as model or id"),
        ("hello", "as a table it would need columns named model or id"),
    ] {
        assert!(refused(header).contains(said), "{header}: {}", refused(header));
    }
    let said = refused("model,input,output\nA,3,15,1,2\n");
    assert!(!said.contains("list list"), "{said}");
}

/// A header of words in one of the ways that people join them.
fn joined(words: &[&str], style: usize) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    match style {
        0 => words.join("_"),
        1 => words.join(" "),
        2 => words.join("-"),
        3 => words.join("_").to_uppercase(),
        4 => words.iter().map(|word| capital(word)).collect::<Vec<_>>().join(" "),
        5 => words.iter().map(|word| capital(word)).collect::<String>(),
        6 => {
            let first = words.first().copied().unwrap_or_default();
            words.iter().skip(1).fold(first.to_owned(), |made, word| made + &capital(word))
        }
        _ => words.concat(),
    }
}

/// Each price of the tables below: the words that a header may have for it, and dollars per million tokens.
const PRICES: [(&[&[&str]], &str); 8] = [
    (&[&["input"], &["prompt"], &["input", "price"], &["prompt", "cost"], &["uncached", "input"]], "3.25"),
    (&[&["output"], &["completion"], &["completion", "price"], &["out"]], "12.5"),
    (&[&["cache", "read"], &["cached", "input"], &["input", "cached"], &["cache", "hit"]], "0.325"),
    (&[&["cache", "write"], &["cache", "creation"], &["cache", "write", "5", "min"]], "4.0625"),
    (&[&["cache", "write", "1", "hour"], &["cache", "creation", "1", "hr"]], "6.5"),
    (&[&["reasoning"], &["thinking", "output"]], "14"),
    (&[&["batch", "input"], &["batch", "prompt", "price"]], "1.625"),
    (&[&["batch", "output"], &["batch", "completion"]], "6.25"),
];

/// Units: how a header says it, and how many tokens that is as a power of ten.
const UNITS: [(&[&str], u32); 9] = [
    (&[], 6),
    (&["usd"], 6),
    (&["per", "mtok"], 6),
    (&["usd", "per", "million"], 6),
    (&["usd", "per", "million", "tokens"], 6),
    (&["per", "1000", "tokens"], 3),
    (&["usd", "per", "thousand"], 3),
    (&["per", "ktok"], 3),
    (&["usd", "per", "token"], 0),
];

fn scaled(per_million: &str, power: u32) -> String {
    if power == 6 { per_million.to_owned() } else { format!("{per_million}e-{}", 6 - power) }
}

#[test]
fn a_quote_that_nothing_closes_is_named_with_what_it_took() {
    let cut = list("Model,Input,Output,Notes\nA,1,2,\"from\nB,1,2,x\nC,1,2,x\n");
    assert_eq!(cut.models.len(), 1);
    let said: Vec<String> = cut.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "row beyond the last good one: a quote that opens on line 2 is never closed; the lines behind it were not read"
        ]
    );
    // One inch, and a note of two lines, are no such thing.
    let whole = list("Model,Input,Output,Notes\nA,1,2,\"two\nlines\"\nB 5\",1,2,x\n");
    assert_eq!((whole.models.len(), whole.skipped.len()), (2, 0), "{:?}", whole.skipped);
}

#[test]
fn a_model_of_several_providers_is_an_offer_of_each() {
    let several = list(
        "Model,Provider,Input,Output\nvela,North,1,2\nlyra,North,3,4\nvela,South,5,6\nVELA,south,7,8\nvela,south,9,9\nlyra,,1,1\n",
    );
    let found: Vec<(&str, &str, String)> = several
        .models
        .iter()
        .map(|model| (model.id.as_str(), &*model.name, model.prices.input.per_million_or_empty()))
        .collect();
    let wanted = [
        ("North/vela", "vela", "1"),
        ("lyra", "lyra", "3"),
        ("South/vela", "vela", "5"),
        ("VELA", "VELA", "7"),
    ];
    assert_eq!(found.len(), 5, "{found:?}");
    for (one, (id, name, input)) in found.iter().zip(wanted) {
        assert_eq!((one.0, one.1), (id, name));
        assert_eq!(Price::per_million(&one.2), Price::per_million(input));
    }
}

#[test]
fn a_note_below_a_table_states_its_unit_and_its_money() {
    for text in [
        "model,input,output\nA,0.003,0.015\n\nAll prices in USD per 1K tokens\n",
        "model,input,output\nA,0.003,0.015\n*) $ per 1k tokens,,\n",
        "| Model | Input | Output |\n|---|---|---|\n| A | 0.003 | 0.015 |\n\nPrices are per 1,000 tokens.\n",
        // An exchange rate is no unit.
        "model,input,output\nA,3,15\n1 USD = 7.2 CNY\n",
        // A header states it more closely.
        "model,input ($/1M),output ($/1M)\nA,3,15\nPrices per 1K tokens until 2023\n",
    ] {
        check(text, "3.00", "15.00");
    }
    for text in [
        "model,input,output\nA,3,15\nPrices in EUR\n",
        "| Model | Input | Output |\n|---|---|---|\n| A | 3 | 15 |\n\nPrices in EUR, without tax.\n",
    ] {
        let said = remarks(&list(text));
        assert!(said.len() == 1 && said[0].contains("in EUR"), "{said:?}");
    }
}

#[test]
fn lines_are_counted_as_they_stand_in_the_file() {
    let list = list("Prices\n\nmodel,input,output\n\nA,1,2\n\n\nB,1,2,3,4\n,1,2\n\nSource: me\n");
    let skipped: Vec<String> = list.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(
        skipped,
        [
            "row B: it has 5 cells for 3 columns",
            "row on line 9: it names no model",
            "row Source: me: line 11 has one cell for 3 columns",
        ]
    );
}

#[test]
fn ids_may_stand_under_their_form() {
    check("provider/model,in,out\nA,1,2\n", "1.00", "2.00");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn prices_are_the_same_in_every_order_case_separator_and_unit(
        order in Just((0..PRICES.len()).collect::<Vec<_>>()).prop_shuffle(),
        spellings in proptest::collection::vec((any::<Index>(), 0_usize..8), PRICES.len()),
        unit in 0..UNITS.len(),
        unit_first in any::<bool>(),
        model_at in any::<Index>(),
        separator in select(vec![',', ';', '\t', '|']),
    ) {
        let (unit_words, power) = UNITS[unit];
        let mut headers = Vec::new();
        let mut cells = Vec::new();
        for (&price, (spelling, style)) in order.iter().zip(&spellings) {
            let (names, per_million) = PRICES[price];
            let name = names[spelling.index(names.len())];
            let words: Vec<&str> =
                if unit_first { unit_words.iter().chain(name).copied().collect() } else { name.iter().chain(unit_words).copied().collect() };
            headers.push(joined(&words, *style));
            cells.push(scaled(per_million, power));
        }
        let model_at = model_at.index(headers.len() + 1);
        headers.insert(model_at, "Model".to_owned());
        cells.insert(model_at, "A".to_owned());
        let separator = separator.to_string();
        let text = format!("{}\n{}\n", headers.join(&separator), cells.join(&separator));
        let list = import(text.as_bytes(), None).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let prices = &list.models[0].prices;
        let base = prices.base();
        let batch = *prices.mode(Processing::Batch).ok_or_else(|| TestCaseError::fail(text.clone()))?.base();
        let read = [base.input, base.output, base.cache_read, base.cache_write_5m, base.cache_write_1h, base.reasoning, batch.input, batch.output];
        for ((names, per_million), read) in PRICES.iter().zip(read) {
            prop_assert_eq!(read, Price::per_million(per_million).unwrap(), "{:?} of\n{}", names, text);
        }
        prop_assert!(list.unused.is_empty() && list.remarks.is_empty(), "{:?}\n{}", remarks(&list), text);
    }

    #[test]
    fn an_odd_cell_costs_itself_alone(
        row in 0_usize..3,
        column in 1_usize..6,
        odd in prop_oneof![
            "[^\",\r\n\u{0}]{0,12}",
            select(vec!["abc", "~1", "1-2", "€5", "50%", "N/A", "-", "", "free", "1e99", "-3", "5 / hour", "see notes", "$"]).prop_map(str::to_owned),
        ],
    ) {
        let headers = "model,input,output,cache_read,batch_input,context";
        let mut rows = vec![
            vec!["A", "1", "2", "0.1", "0.5", "1000"],
            vec!["B", "3", "4", "0.3", "1.5", "2000"],
            vec!["C", "5", "6", "0.5", "2.5", "3000"],
        ];
        let figures = |rows: &[Vec<&str>]| {
            let text = rows.iter().fold(headers.to_owned(), |text, row| text + "\n" + &row.join(","));
            import(text.as_bytes(), None).map(|list| {
                list.models
                    .iter()
                    .map(|model| {
                        let base = model.prices.base();
                        let batch = model.prices.mode(Processing::Batch).map(|tariff| tariff.base().input);
                        let figures = [base.input, base.output, base.cache_read, batch.unwrap_or_default()].map(|price| format!("{price:?}"));
                        figures.into_iter().chain([format!("{:?}", model.limits.context_window)]).collect::<Vec<_>>()
                    })
                    .collect::<Vec<_>>()
            })
        };
        let before = figures(&rows).unwrap();
        rows[row][column] = &odd;
        let after = figures(&rows).map_err(|error| TestCaseError::fail(format!("{error}: {odd}")))?;
        prop_assert_eq!(after.len(), 3);
        for (at, (before, after)) in before.iter().zip(&after).enumerate() {
            for (place, (before, after)) in before.iter().zip(after).enumerate() {
                if (at, place + 1) != (row, column) {
                    prop_assert_eq!(before, after, "row {} column {} with {:?}", at, place + 1, odd);
                }
            }
        }
    }
}
