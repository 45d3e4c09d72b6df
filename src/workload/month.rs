//! A workload whose tokens are those of a whole month, as an invoice has them: what one request of it is.

use super::{Draft, MOST_DAYS, MOST_REQUESTS, Workload};

impl Workload {
    /// One request of a workload whose tokens are those of `requests` a month: the tokens are divided, to the nearest one,
    /// and the requests are set such that a month has exactly that many. `None` where there is no such workload: of no
    /// requests, of more than a workload can have, or with less than half a token in each.
    pub fn divided_by(&self, requests: u64) -> Option<Self> {
        let nearest = |tokens: u64| {
            let half = requests / 2;
            tokens.checked_add(half)?.checked_div(requests)
        };
        let mut draft = self.to_draft();
        draft.set_input_tokens(nearest(self.input_tokens())?);
        draft.set_output_tokens(nearest(self.output_tokens())?);
        // The days that it has, if that comes out even; else as many as do.
        let own = u64::from(self.days_per_month());
        let fits = |days: &u64| requests.is_multiple_of(*days) && requests / days <= MOST_REQUESTS;
        let days = std::iter::once(own).chain((1..=MOST_DAYS).rev()).find(fits)?;
        let draft = Draft { requests_per_day: Some(requests / days), days_per_month: days, ..draft };
        Self::try_from(draft).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice(input: u64, output: u64) -> Workload {
        let name = "October invoice".to_owned();
        let draft = Draft { name, input_tokens: input, output_tokens: output, ..Draft::default() };
        Workload::try_from(Draft { cache_read_tokens: input / 5, ..draft }).unwrap()
    }

    #[test]
    fn a_months_tokens_become_those_of_one_request() {
        let one = invoice(15_500_000, 3_720_000).divided_by(12_400).unwrap();
        assert_eq!((one.input_tokens(), one.cache_read_tokens(), one.output_tokens()), (1_250, 250, 300));
        assert_eq!(one.requests_per_month(), Some(12_400));
    }

    #[test]
    fn a_month_has_exactly_the_requests_that_were_named() {
        for requests in [1, 7, 30, 12_401, 600_000, 999_999_937] {
            let one = invoice(1_000_000_000, 900_000_000).divided_by(requests).unwrap();
            assert_eq!(one.requests_per_month(), Some(requests));
        }
    }

    #[test]
    fn what_makes_no_request_is_none() {
        let invoice = invoice(1_000, 100);
        for requests in [0, 1_000_000, u64::MAX] {
            assert!(invoice.divided_by(requests).is_none(), "{requests}");
        }
    }
}
