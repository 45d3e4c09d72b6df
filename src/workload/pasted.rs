//! What a pasted text says of a workload: `500 in, 200 out`, `input_tokens=500`, the usage that an API reports, a row of a
//! spreadsheet.
//!
//! Only a text that is understood as a whole counts: one word too many, or a number that reads in two ways, and it is a
//! text like any other. So nothing that was meant otherwise fills a field. `words` reads sentences and rows, `usage` JSON.

mod usage;
mod words;

use super::{Draft, Field, MOST_DAYS, MOST_REQUESTS, MOST_TOKENS};
use crate::money::label;

/// The longest text that is looked at, in bytes: an API's whole answer may come with its usage.
const LONGEST: usize = 1_000_000;
/// The longest sentence or row, in bytes.
const LONGEST_WORDS: usize = 2_000;
/// The parts of the prompt that are priced apart.
const CACHED: [Field; 3] = [Field::CacheReadTokens, Field::CacheWrite5mTokens, Field::CacheWrite1hTokens];

/// The numbers that a text names, none of them above what a workload may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// What the workload is called.
    pub name: Option<String>,
    /// Each number by its field, once. As in a workload, cached tokens are part of the input, reasoning of the output.
    numbers: Vec<(Field, u64)>,
}

impl Pasted {
    /// Reads a text; `None` for one that is not understood as a whole.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let text = text.trim_matches(['\n', '\r', ' ', '\u{feff}']);
        let found = usage::read(text).or_else(|| words::sentence(text)).or_else(|| words::row(text))?;
        (!found.numbers.is_empty()).then_some(found)
    }

    /// A number that it names.
    pub fn get(&self, field: Field) -> Option<u64> {
        self.numbers.iter().find(|(named, _)| *named == field).map(|(_, number)| *number)
    }

    /// Adds a number; `None` for one that is named already or too large.
    fn put(&mut self, field: Field, number: u64) -> Option<()> {
        let most = match field {
            Field::RequestsPerDay => MOST_REQUESTS,
            Field::DaysPerMonth => MOST_DAYS,
            _ => MOST_TOKENS,
        };
        let is_new = self.get(field).is_none();
        (is_new && number <= most).then(|| self.numbers.push((field, number)))
    }

    /// The tokens that it names of a cache.
    fn cached(&self) -> u64 {
        CACHED.into_iter().filter_map(|field| self.get(field)).fold(0, u64::saturating_add)
    }

    /// Makes the input contain the cached tokens that were counted beside it.
    fn with_cached_in_input(mut self) -> Option<Self> {
        let all = self.get(Field::InputTokens).unwrap_or_default().checked_add(self.cached())?;
        self.numbers.retain(|(field, _)| *field != Field::InputTokens);
        self.put(Field::InputTokens, all)?;
        Some(self)
    }

    /// Puts the numbers into the fields; those that it does not name stay, and so do the shares of cached tokens where
    /// it names none. The name is left alone: pasting numbers renames nothing.
    ///
    /// # Errors
    /// A sentence, when the parts would exceed their whole.
    pub fn fill(&self, draft: &mut Draft) -> Result<(), String> {
        if let Some(tokens) = self.get(Field::InputTokens) {
            draft.set_input_tokens(tokens);
            if CACHED.into_iter().any(|field| self.get(field).is_some()) {
                // It says all that there is of the input.
                for field in CACHED {
                    draft.set_part(field, 0)?;
                }
            }
        }
        if let Some(tokens) = self.get(Field::OutputTokens) {
            draft.set_output_tokens(tokens);
        }
        for (field, number) in self.numbers.iter().copied() {
            match field {
                Field::RequestsPerDay => draft.requests_per_day = Some(number),
                Field::DaysPerMonth => draft.days_per_month = number,
                Field::InputTokens | Field::OutputTokens => {}
                part => draft.set_part(part, number)?,
            }
        }
        Ok(())
    }

    /// The numbers in words: `500 input tokens (100 read from a cache), 200 output tokens`.
    pub fn to_words(&self) -> String {
        self.in_words(true)
    }

    /// As [`Pasted::to_words`], without the input and output tokens; empty where it names nothing else.
    pub fn to_other_words(&self) -> String {
        self.in_words(false)
    }

    fn in_words(&self, with_totals: bool) -> String {
        let of = |fields: &[(Field, &str)]| -> Vec<String> {
            let said = fields.iter().filter_map(|(field, what)| {
                Some(format!("{} {what}", label::whole(self.get(*field).filter(|number| *number > 0)?)))
            });
            said.collect()
        };
        let cached = of(&[
            (Field::CacheReadTokens, "read from a cache"),
            (Field::CacheWrite5mTokens, "written to a cache"),
            (Field::CacheWrite1hTokens, "written to a cache for an hour"),
        ]);
        let reasoning = of(&[(Field::ReasoningTokens, "of reasoning")]);
        let whole = |field, what: &str, parts: Vec<String>| -> Vec<String> {
            match self.get(field).filter(|_| with_totals) {
                Some(tokens) if parts.is_empty() => vec![format!("{} {what}", label::whole(tokens))],
                Some(tokens) => vec![format!("{} {what} ({})", label::whole(tokens), parts.join(", "))],
                None => parts,
            }
        };
        let mut said = whole(Field::InputTokens, "input tokens", cached);
        said.extend(whole(Field::OutputTokens, "output tokens", reasoning));
        said.extend(of(&[(Field::RequestsPerDay, "requests a day"), (Field::DaysPerMonth, "days a month")]));
        said.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(text: &str, words: &str) {
        assert_eq!(Pasted::read(text).map(|pasted| pasted.to_words()).as_deref(), Some(words), "{text}");
    }

    const BOTH: &str = "500 input tokens, 200 output tokens";

    #[test]
    fn what_people_write() {
        for text in [
            "500 in, 200 out",
            "500 in 200 out",
            "500 in / 200 out",
            "500 in and 200 out.",
            "in: 500, out: 200",
            "in 500 out 200",
            "IN=500;OUT=200",
            "200 output tokens, 500 input tokens",
            "500 input tokens + 200 output tokens",
            "500 input + 200 output tokens per request",
            "Input tokens: 500\nOutput tokens: 200\n",
            "Input tokens\t500\nOutput tokens\t200",
            "input_tokens=500 output_tokens=200",
            "input_tokens: 500, output_tokens: 200,",
            "prompt_tokens=500 completion_tokens=200 total_tokens=700",
            "Usage(input_tokens=500, output_tokens=200)",
            "~500 in → 200 out",
            "tokens: 500 in, 200 out",
            "0.5k in, 0.2k out",
            "500in 200out",
        ] {
            reads(text, BOTH);
        }
        reads(
            "500 input tokens, 200 output tokens, 1000 requests/day",
            &format!("{BOTH}, 1,000 requests a day"),
        );
        reads("500 in, 200 out, 1,000/day", &format!("{BOTH}, 1,000 requests a day"));
        reads(
            "500 in, 200 out, 1k requests per day, 22 days per month",
            &format!("{BOTH}, 1,000 requests a day, 22 days a month"),
        );
        reads("in: 1.5k out: 300", "1,500 input tokens, 300 output tokens");
        reads("1,500 in, 2,000 out", "1,500 input tokens, 2,000 output tokens");
        reads("1.5M in", "1,500,000 input tokens");
        reads("1000 requests a day", "1,000 requests a day");
        reads("500 in, 200 out (50 reasoning)", "500 input tokens, 200 output tokens (50 of reasoning)");
    }

    #[test]
    fn cached_tokens_are_part_of_the_input_unless_they_cannot_be() {
        let of = "500 input tokens (100 read from a cache), 200 output tokens";
        reads("input_tokens=500 output_tokens=200 cache_read=100", of);
        reads("500 in (100 cached), 200 out", of);
        // More than the input is no part of it.
        reads(
            "input_tokens=50 output_tokens=200 cache_read=450",
            "500 input tokens (450 read from a cache), 200 output tokens",
        );
        // The names of Anthropic's fields.
        reads("input_tokens=400 output_tokens=200 cache_read_input_tokens=100", of);
        reads(
            "input_tokens=400 cache_creation_input_tokens=100 output_tokens=200",
            "500 input tokens (100 written to a cache), 200 output tokens",
        );
    }

    #[test]
    fn what_is_not_understood_as_a_whole_is_a_text_like_any_other() {
        for text in [
            "",
            " ",
            "500",
            "500 tokens",
            "Support chat",
            "Chat 500 in, 200 out",
            "1500\tabc",
            "in",
            "in out",
            "$0.15 in, $0.60 out",
            "0.15 in, 0.60 out",
            "500 in 300 in",
            "in: 1.500 out: 300",
            "50% in",
            "500 200 out",
            "in 500 200 out",
            "3,000,000,000 in, 1 out",
            "500 in, 200 out, 3 apples",
            "-500 in, 200 out",
            "1000 requests/month",
            "https://example.com/500/in",
            "40 days per month",
            "see you in 5 minutes",
            "{\"a\": 1}",
            "[1, 2]",
            "{",
            "500 in, 200 out, 1 reasoning, 2 thinking",
        ] {
            assert_eq!(Pasted::read(text), None, "{text}");
        }
    }

    #[test]
    fn rows_of_a_spreadsheet() {
        let row = Pasted::read("Support chat\t1,500\t250\t1000\n").unwrap();
        assert_eq!(row.name.as_deref(), Some("Support chat"));
        assert_eq!(row.to_words(), "1,500 input tokens, 250 output tokens, 1,000 requests a day");
        reads("500\t200", BOTH);
        reads("500\t200\t\t", BOTH);
        let table = "Name\tRequests/day\tOwner\tOutput tokens\tInput tokens\nChat\t10\tAnn\t200\t500\r\n";
        let table = Pasted::read(table).unwrap();
        assert_eq!(table.name.as_deref(), Some("Chat"));
        assert_eq!(table.to_words(), format!("{BOTH}, 10 requests a day"));
        for text in
            ["A\t1\t2\t3\t4", "A\tB\t1\t2", "A\t1", "A\t1\t2\nB\t3\t4", "A\t$1\t$2", "Owner\tAge\nAnn\t30"]
        {
            assert_eq!(Pasted::read(text), None, "{text}");
        }
    }

    #[test]
    fn usage_as_apis_report_it() {
        reads(r#"{"prompt_tokens": 500, "completion_tokens": 200}"#, BOTH);
        reads(r#"{"input_tokens":500,"output_tokens":200}"#, BOTH);
        let of = "500 input tokens (100 read from a cache), 200 output tokens (50 of reasoning)";
        // OpenAI: cached tokens are part of the prompt.
        reads(
            r#"{"prompt_tokens":500,"completion_tokens":200,"total_tokens":700,"prompt_tokens_details":{"cached_tokens":100,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":50}}"#,
            of,
        );
        reads(
            r#"{"id":"r","usage":{"input_tokens":500,"input_tokens_details":{"cached_tokens":100},"output_tokens":200,"output_tokens_details":{"reasoning_tokens":50}}}"#,
            of,
        );
        reads(r#""usage": {"prompt_tokens": 500, "completion_tokens": 200},"#, BOTH);
        // Anthropic: they are beside the input.
        reads(
            r#"{"input_tokens":300,"cache_creation_input_tokens":100,"cache_read_input_tokens":100,"output_tokens":200}"#,
            "500 input tokens (100 read from a cache, 100 written to a cache), 200 output tokens",
        );
        reads(
            r#"{"input_tokens":300,"cache_creation_input_tokens":200,"cache_creation":{"ephemeral_5m_input_tokens":150,"ephemeral_1h_input_tokens":50},"cache_read_input_tokens":0,"output_tokens":200}"#,
            "500 input tokens (150 written to a cache, 50 written to a cache for an hour), 200 output tokens",
        );
        // Google: thinking is beside the answer, cached tokens are part of the prompt.
        reads(
            r#"{"usageMetadata":{"promptTokenCount":500,"candidatesTokenCount":150,"thoughtsTokenCount":50,"cachedContentTokenCount":100,"totalTokenCount":700}}"#,
            of,
        );
        // Amazon: as Anthropic.
        reads(
            r#"{"usage":{"inputTokens":400,"outputTokens":200,"cacheReadInputTokens":100,"cacheWriteInputTokens":0}}"#,
            "500 input tokens (100 read from a cache), 200 output tokens",
        );
        reads(
            r#"{"prompt_tokens":500,"prompt_cache_hit_tokens":100,"prompt_cache_miss_tokens":400,"completion_tokens":200}"#,
            "500 input tokens (100 read from a cache), 200 output tokens",
        );
    }

    #[test]
    fn a_workload_is_filled_and_what_is_not_named_stays() {
        let mut draft = Draft {
            input_tokens: 1_000,
            cache_read_tokens: 500,
            cache_write_5m_tokens: 500,
            output_tokens: 10,
            note: "mine".into(),
            ..Draft::default()
        };
        Pasted::read("2000 in").unwrap().fill(&mut draft).unwrap();
        assert_eq!((draft.input_tokens, draft.cache_read_tokens, draft.output_tokens), (2_000, 1_000, 10));
        Pasted::read("500 in, 400 cached, 200 out, 7 requests/day").unwrap().fill(&mut draft).unwrap();
        assert_eq!((draft.input_tokens, draft.cache_read_tokens, draft.cache_write_5m_tokens), (500, 400, 0));
        assert_eq!((draft.output_tokens, draft.requests_per_day), (200, Some(7)));
        assert_eq!(draft.note, "mine");
        let error = Pasted::read("600 cached").unwrap().fill(&mut draft).unwrap_err();
        assert_eq!(error, "at most 500 of the 500 input tokens");
    }

    proptest! {
        #[test]
        fn nothing_pasted_panics(text in "\\PC{0,60}") {
            let _ = Pasted::read(&text);
        }

        #[test]
        fn nothing_like_a_workload_panics(
            parts in prop::collection::vec("[0-9]{1,12}[kM]?|in|out|cache_read|tokens|/|:|=|,|\t|\n| |day|\\{|\"usage\"|[€é]", 0..20)
        ) {
            let text = parts.concat();
            if let Some(pasted) = Pasted::read(&text) {
                prop_assert!(!pasted.to_words().is_empty() || pasted.numbers.iter().all(|(_, number)| *number == 0));
                let _ = pasted.fill(&mut Draft::default());
            }
        }

        #[test]
        fn no_usage_panics(input in any::<u64>(), output in any::<i64>(), read in any::<u64>()) {
            let _ = Pasted::read(&format!(
                r#"{{"usage":{{"input_tokens":{input},"output_tokens":{output},"cache_read_input_tokens":{read}}}}}"#
            ));
        }
    }
}
