//! One number of a workload changed and the rest kept, for questions such as "how many tokens can I afford".

use super::{MOST_REQUESTS, MOST_TOKENS, Workload};
use crate::bounds::between;
use crate::money::Dollars;

impl Workload {
    /// Tokens of the prompt that are read from a cache or written to one.
    pub const fn cached_tokens(&self) -> u64 {
        self.tokens.input.saturating_sub(self.fresh_input_tokens())
    }

    /// Sets the tokens of the prompt; its cached parts stay as they are, so there is no going below them.
    pub fn set_input_tokens(&mut self, tokens: u64) {
        let least = self.cached_tokens().max(u64::from(self.tokens.output == 0));
        self.tokens.input = between(tokens, least, MOST_TOKENS);
    }

    /// Sets the tokens of the answer; its reasoning stays as it is, so there is no going below that.
    pub fn set_output_tokens(&mut self, tokens: u64) {
        let least = self.tokens.reasoning.max(u64::from(self.tokens.input == 0));
        self.tokens.output = between(tokens, least, MOST_TOKENS);
    }

    /// Sets the tokens of the prompt that are read from a cache; the prompt and its writes to a cache stay.
    pub fn set_cache_read_tokens(&mut self, tokens: u64) {
        self.tokens.cache_read = tokens.min(self.fresh_input_tokens().saturating_add(self.tokens.cache_read));
    }

    /// Sets what is paid each month whatever runs.
    pub const fn set_monthly_fee(&mut self, fee: Dollars) {
        self.monthly_fee = fee;
    }

    /// Sets the requests a day.
    pub fn set_requests_per_day(&mut self, requests: u64) {
        self.requests_per_day = Some(requests.min(MOST_REQUESTS));
    }
}

#[cfg(test)]
mod tests {
    use crate::bounds::between;
    use crate::workload::{Draft, Workload};

    #[test]
    fn what_comes_out_is_as_sound_as_what_went_in() {
        let draft = Draft {
            name: "Any".into(),
            input_tokens: 100,
            cache_read_tokens: 20,
            cache_write_5m_tokens: 30,
            output_tokens: 50,
            reasoning_tokens: 10,
            ..Draft::default()
        };
        for tokens in [0, 1, 40, 60, 1_000, u64::MAX] {
            let mut workload = Workload::try_from(draft.clone()).unwrap();
            workload.set_input_tokens(tokens);
            workload.set_output_tokens(tokens);
            assert_eq!(workload.input_tokens(), between(tokens, 50, 1_000_000_000));
            assert_eq!(workload.output_tokens(), between(tokens, 10, 1_000_000_000));
            workload.set_cache_read_tokens(tokens);
            workload.set_requests_per_day(tokens);
            assert_eq!(workload.cache_read_tokens(), tokens.min(workload.input_tokens() - 30));
            assert_eq!(Workload::try_from(workload.to_draft()), Ok(workload));
        }
    }
}
