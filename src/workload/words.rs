//! A workload in words: all that its cost depends on, so that a page that was printed can be made again.

use super::{DAYS_PER_MONTH, Runs, Workload};
use crate::money::label;

impl Workload {
    /// What one request takes and how it runs, without the name: `500 input and 200 output tokens, 5 % retries`. What is
    /// as it is unless set is left out.
    pub fn in_words(&self) -> String {
        let part = |tokens: u64, what: &str| (tokens > 0).then(|| format!("{} {what}", label::whole(tokens)));
        let inside = |parts: Vec<Option<String>>| {
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
        };
        let prompt = inside(vec![
            part(self.cache_read_tokens(), "read from cache"),
            part(self.cache_write_5m_tokens(), "written to cache for 5 minutes"),
            part(self.cache_write_1h_tokens(), "written to cache for an hour"),
        ]);
        let answer = inside(vec![part(self.reasoning_tokens(), "of them reasoning")]);
        let mut words = vec![format!(
            "{} input{prompt} and {} output tokens{answer}",
            label::whole(self.input_tokens()),
            label::whole(self.output_tokens())
        )];
        if !self.processing().is_standard() {
            words.push(format!("{} processing", self.processing().label()));
        }
        if let Runs::At(minute) = self.runs() {
            words.push(format!("at {minute} UTC"));
        }
        if !self.retries().is_zero() {
            words.push(format!("{} % retries", self.retries().to_percent()));
        }
        if !self.safety_margin().is_zero() {
            words.push(format!("{} % safety margin", self.safety_margin().to_percent()));
        }
        if let Some(requests) = self.requests_per_day() {
            words.push(format!("{} requests a day", label::whole(requests)));
        }
        if self.days_per_month() != DAYS_PER_MONTH {
            words.push(format!("{} days a month", self.days_per_month()));
        }
        if !self.monthly_fee().is_zero() {
            words.push(format!("{} a month whatever runs", label::exact_dollars(self.monthly_fee())));
        }
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Dollars, Share};
    use crate::processing::{Processing, WeekMinute};
    use crate::workload::Draft;

    #[test]
    fn all_that_is_set_is_said_and_nothing_else() {
        let plain = Draft { name: "Chat".into(), input_tokens: 500, output_tokens: 200, ..Draft::default() };
        let workload = Workload::try_from(plain.clone()).unwrap();
        assert_eq!(workload.in_words(), "500 input and 200 output tokens");
        let full = Draft {
            cache_read_tokens: 300,
            cache_write_5m_tokens: 20,
            cache_write_1h_tokens: 10,
            reasoning_tokens: 150,
            processing: Processing::Batch,
            runs: Runs::At(WeekMinute::new(150)),
            retries: Share::percent("5").unwrap(),
            safety_margin: Share::percent("12.5").unwrap(),
            monthly_fee: Dollars::whole(20),
            requests_per_day: Some(10_000),
            days_per_month: 22,
            ..plain
        };
        assert_eq!(
            Workload::try_from(full).unwrap().in_words(),
            "500 input (300 read from cache, 20 written to cache for 5 minutes, 10 written to cache for an hour) and \
             200 output tokens (150 of them reasoning), batch processing, at Mon 02:30 UTC, 5 % retries, 12.5 % safety \
             margin, 10,000 requests a day, 22 days a month, $20.00 a month whatever runs"
        );
    }
}
