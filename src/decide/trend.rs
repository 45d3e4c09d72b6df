//! A projection of the monthly bill: prices fall, volume grows, announced prices come as announced.
//!
//! An assumption, not a forecast: a band between two yearly declines. Each month's shares are whole 10^-12ths, rounded
//! half up once a month, so that the same question always has the same answer to the digit.

use ethnum::U256;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::billing::{self, Total};
use crate::catalog::{Offer, PriceSheet};
use crate::money::{Dollars, Share};
use crate::workload::Workload;

/// What is assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Assumptions {
    /// By how much prices fall in a year at least, of 1.
    pub slow_decline: Share,
    /// By how much they fall in a year at most, of 1.
    pub fast_decline: Share,
    /// By how much the volume grows each month, of 1.
    pub growth: Share,
    /// Months to look ahead, at most [`MOST_MONTHS`].
    pub months: u16,
}

/// The furthest that a projection looks: ten years.
pub const MOST_MONTHS: u16 = 120;

impl Default for Assumptions {
    /// The reference's 30 to 50 % a year, no growth, a year.
    fn default() -> Self {
        let percent = |count| Share::of(count, 100);
        Self { slow_decline: percent(30), fast_decline: percent(50), growth: Share::ZERO, months: 12 }
    }
}

/// One month of a projection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Months from now; 0 is this one.
    pub index: u16,
    /// The first day whose prices count in it.
    pub day: Date,
    /// Requests in it, rounded half up. Volume that doubles each month for years is beyond 64 bits.
    pub requests: U256,
    /// What it costs.
    pub bills: Bills,
    /// Whether an announced price is in force and billed: such a price is taken as announced, and falls from its day
    /// on. One that the user's own price stands above changes nothing.
    pub announced: bool,
    /// Whether a discount that counts today no longer does, and more is billed therefore.
    pub without_discount: bool,
    /// What a task costs if prices stay.
    pub task: Dollars,
    /// What this very month would cost at the prices before, where others begin with it: the bill jumps from there.
    pub before: Option<Bills>,
    levels: [u64; 2],
}

/// A month's bill three times over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bills {
    /// If prices stay, but for what is announced.
    pub unchanged: Dollars,
    /// If they fall slowly: the upper end of the band.
    pub slow: Dollars,
    /// If they fall fast: the lower end.
    pub fast: Dollars,
}

impl Month {
    /// What is left of prices that fall slowly, as a plain decimal: `0.85`.
    pub fn slow_level(&self) -> String {
        level_words(self.levels[0])
    }

    /// What is left of prices that fall fast.
    pub fn fast_level(&self) -> String {
        level_words(self.levels[1])
    }
}

/// Parts of [`WHOLE`] as a plain decimal.
fn level_words(level: u64) -> String {
    let text = format!("{}.{:012}", level / WHOLE, level % WHOLE);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Parts of a whole in the running shares.
const WHOLE: u64 = 1_000_000_000_000;

/// What is billed on a day at these list prices: a discount that still counts comes off, an own price stands above.
pub fn billed(offer: &Offer, listed: &PriceSheet, day: Date) -> PriceSheet {
    let discount = offer.discount.as_ref().filter(|discount| discount.holds(Some(day)));
    let believed = offer.believing(listed);
    let prices = discount.map_or_else(|| believed.clone(), |discount| believed.less(discount.off));
    offer.own_price.as_ref().map_or_else(|| prices.clone(), |own| own.prices.over(&prices))
}

/// Which of the list's prices hold on a day, and whether the discount still counts.
fn in_force(offer: &Offer, day: Date) -> (Option<usize>, bool) {
    let listed = offer.model.dated.iter().rposition(|dated| dated.holds(day));
    (listed, offer.discount.as_ref().is_some_and(|discount| discount.holds(Some(day))))
}

/// The list's prices on a day, seen from today.
fn listed_on(offer: &Offer, today: Date, day: Date) -> &PriceSheet {
    if in_force(offer, day).0 == in_force(offer, today).0 {
        &offer.listed
    } else {
        offer.model.prices_on(day)
    }
}

/// Whether what the list says on one day is billed otherwise than what it says on another: not so where the user's own
/// price stands above both.
fn is_billed_otherwise(offer: &Offer, today: Date, days: [Date; 2]) -> bool {
    let [before, then] = days.map(|day| listed_on(offer, today, day));
    let at = |listed| billed(offer, listed, days[1]);
    before != then && at(before) != at(then)
}

/// Whether prices that the list announces from a day on change what is billed.
pub fn takes_effect(offer: &Offer, today: Date, from: Date) -> bool {
    is_billed_otherwise(offer, today, [from.yesterday().unwrap_or(from), from])
}

/// Projects the monthly bill of a model. The monthly fee neither falls nor grows.
///
/// # Errors
/// The outcome of the first month whose cost is not known; `None` when the workload names no requests a day.
pub fn project(
    offer: &Offer,
    workload: &Workload,
    today: Date,
    assumptions: Assumptions,
) -> Result<Vec<Month>, Option<Total>> {
    let requests = U256::from(workload.requests_per_month().ok_or(None)?);
    let (mut slow, mut fast) =
        (Decline::new(assumptions.slow_decline), Decline::new(assumptions.fast_decline));
    let mut volume = U256::from(WHOLE);
    let now = in_force(offer, today);
    let mut last_day = today;
    let mut last_prices = offer.prices.clone();
    let mut months: Vec<Month> = Vec::new();
    for index in 0..=assumptions.months.min(MOST_MONTHS) {
        let ahead: Span = i32::from(index).months();
        let day = today.checked_add(ahead).unwrap_or(today);
        let count = scaled(requests, volume);
        let bill = |task: Dollars, level: u64| part_of(task, count, level) + workload.monthly_fee();
        let bills = |task, slow: Decline, fast: Decline| Bills {
            unchanged: bill(task, WHOLE),
            slow: bill(task, slow.level()),
            fast: bill(task, fast.level()),
        };
        let then = in_force(offer, day);
        let listed = listed_on(offer, today, day);
        let mut changed = offer.clone();
        if then != now {
            changed.prices = billed(offer, listed, day);
        }
        let previous = months.last().filter(|_| changed.prices != last_prices);
        let before = previous.map(|previous| bills(previous.task, slow, fast));
        if is_billed_otherwise(offer, today, [last_day, day]) {
            // New prices: the decline begins anew with them.
            (slow, fast) = (slow.restarted(), fast.restarted());
        }
        last_day = day;
        last_prices.clone_from(&changed.prices);
        let without_discount = now.1 && !then.1 && {
            let discounted = offer.discount.as_ref().map(|discount| listed.less(discount.off));
            discounted.is_some_and(|listed| billed(offer, &listed, day) != changed.prices)
        };
        let task = billing::total(&changed, workload).cost().map_err(Some)?;
        months.push(Month {
            index,
            day,
            requests: count,
            bills: bills(task, slow, fast),
            announced: is_billed_otherwise(offer, today, [today, day]),
            without_discount,
            task,
            before,
            levels: [slow.level(), fast.level()],
        });
        slow.pass_a_month();
        fast.pass_a_month();
        volume = volume.saturating_add(scaled(volume, U256::from(parts(assumptions.growth))));
    }
    Ok(months)
}

/// A price level that falls by so much a year, evenly from month to month.
#[derive(Clone, Copy)]
struct Decline {
    yearly: u64,
    months: u32,
}

impl Decline {
    fn new(yearly: Share) -> Self {
        Self { yearly: WHOLE.saturating_sub(parts(yearly)), months: 0 }
    }

    fn restarted(self) -> Self {
        Self { months: 0, ..self }
    }

    fn pass_a_month(&mut self) {
        self.months += 1;
    }

    fn after_a_year(self, level: u64) -> u64 {
        u64::try_from(scaled(U256::from(level), U256::from(self.yearly))).unwrap_or(u64::MAX)
    }

    /// What is left of a price, in parts of [`WHOLE`]: exactly so much after whole years, and between them on the line
    /// from one year to the next, which never shows a fall that is not assumed.
    fn level(self) -> u64 {
        let mut level = WHOLE;
        for _ in 0..self.months / 12 {
            level = self.after_a_year(level);
        }
        let next = self.after_a_year(level);
        let fall = u128::from(level - next.min(level)) * u128::from(self.months % 12);
        level - u64::try_from((fall + 6) / 12).unwrap_or(0)
    }
}

/// A share in parts of [`WHOLE`].
fn parts(share: Share) -> u64 {
    u64::from(share.millionths()) * (WHOLE / u64::from(Share::WHOLE))
}

/// `value` x `level` / [`WHOLE`], rounded half up. Exact wherever the outcome fits 256 bits, as all do whose volume
/// doubles each month of [`MOST_MONTHS`].
fn scaled(value: U256, level: U256) -> U256 {
    let whole = U256::from(WHOLE);
    let (parts, rest) = (value / whole, value % whole);
    // In two steps, so that no product is greater than what comes out of it.
    let rest = (rest.saturating_mul(level).saturating_add(whole / 2)) / whole;
    parts.saturating_mul(level).saturating_add(rest)
}

/// What so many tasks cost at a level of their price.
fn part_of(task: Dollars, count: U256, level: u64) -> Dollars {
    Dollars::from_units(scaled(task.units().saturating_mul(count), U256::from(level)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{DatedPrices, Discount, Model};
    use crate::decide::any;
    use crate::money::Price;
    use jiff::civil::date;

    fn chat() -> Workload {
        let mut chat = any::workload(500, 200);
        chat.set_requests_per_day(1_000);
        chat
    }

    #[test]
    fn after_a_year_exactly_the_assumed_share_is_left() {
        let market = any::market();
        let offer = any::offer(&market, "GPT-5.4");
        let assumptions = Assumptions { months: 24, ..Assumptions::default() };
        let months = project(offer, &chat(), date(2026, 11, 24), assumptions).unwrap();
        assert_eq!(months.len(), 25);
        let bills = |index: usize| {
            let month = months[index];
            [month.bills.unchanged, month.bills.slow, month.bills.fast].map(Dollars::to_exact_string)
        };
        assert_eq!(bills(0), ["97.5", "97.5", "97.5"]);
        assert_eq!(bills(6), ["97.5", "82.875", "73.125"]);
        assert_eq!(bills(12), ["97.5", "68.25", "48.75"]);
        assert_eq!(bills(24), ["97.5", "47.775", "24.375"]);
        assert_eq!(months[3].day, date(2027, 2, 24));
        for pair in months.windows(2) {
            assert!(
                pair[1].bills.slow < pair[0].bills.slow
                    && pair[1].bills.fast < pair[0].bills.fast
                    && pair[1].bills.fast < pair[1].bills.slow
            );
        }
    }

    #[test]
    fn volume_grows_each_month_and_the_fee_does_not() {
        let market = any::market();
        let mut draft = chat().to_draft();
        draft.monthly_fee = Dollars::whole(20);
        let workload = Workload::try_from(draft).unwrap();
        let growth = Share::percent("10").unwrap();
        let none = Share::ZERO;
        let assumptions = Assumptions { slow_decline: none, fast_decline: none, growth, months: 2 };
        let months =
            project(any::offer(&market, "GPT-5.4"), &workload, date(2026, 1, 31), assumptions).unwrap();
        let requests: Vec<U256> = months.iter().map(|month| month.requests).collect();
        assert_eq!(requests, [30_000_u64, 33_000, 36_300].map(U256::from));
        assert_eq!(months[2].bills.unchanged.to_exact_string(), "137.975");
        assert_eq!(months[2].bills.unchanged, months[2].bills.fast);
        assert_eq!(months[1].day, date(2026, 2, 28));
    }

    #[test]
    fn volume_that_doubles_each_month_never_stops_growing() {
        let market = any::market();
        let none = Share::ZERO;
        for months in [36_u16, MOST_MONTHS] {
            let assumptions =
                Assumptions { slow_decline: none, fast_decline: none, growth: Share::ALL, months };
            let offer = any::offer(&market, "GPT-5.4");
            let found = project(offer, &chat(), date(2026, 1, 31), assumptions).unwrap();
            assert_eq!(found.len(), usize::from(months) + 1);
            for month in found {
                // 30,000 x 2^n requests at 325 x 10^-5 dollars.
                let requests = U256::from(30_000_u32) << u32::from(month.index);
                assert_eq!(month.requests, requests);
                let units = requests * U256::from(325_u32) * U256::new(10).pow(31);
                assert_eq!(month.bills.unchanged, Dollars::from_units(units));
                assert_eq!(month.bills.fast, month.bills.unchanged);
            }
        }
    }

    /// GPT-5.4 at $5 and $20 a million from 2027 on, with the user's own prices above the list's.
    fn announced_under_own(input: Option<&str>, output: Option<&str>) -> Offer {
        let market = any::market();
        let mut offer = any::offer(&market, "GPT-5.4").clone();
        let price = |text: &str| Price::per_million(text).unwrap();
        let prices = PriceSheet::flat(price("5"), price("20"));
        let dated = vec![DatedPrices { from: Some(date(2027, 1, 1)), until: None, prices }];
        offer.model = Model { dated, ..Model::clone(&offer.model) }.into();
        let own = crate::catalog::PriceOverride {
            model: offer.model.id.clone(),
            prices: crate::catalog::OwnPrices::usual(input.map(price), output.map(price)),

            note: String::new(),
            set_on: None,
        };
        offer.prices = own.prices.over(&offer.listed);
        offer.own_price = Some(own);
        offer
    }

    #[test]
    fn an_announced_price_below_ones_own_changes_nothing() {
        let today = date(2026, 11, 24);
        let offer = announced_under_own(Some("2.5"), Some("10"));
        let found = project(&offer, &chat(), today, Assumptions::default()).unwrap();
        let market = any::market();
        let alone = project(any::offer(&market, "GPT-5.4"), &chat(), today, Assumptions::default()).unwrap();
        assert_eq!(found, alone);
        assert!(found.iter().all(|month| !month.announced && month.before.is_none()));
        assert!(!takes_effect(&offer, today, date(2027, 1, 1)));
    }

    #[test]
    fn an_announced_price_counts_where_ones_own_does_not_stand_above_it() {
        let today = date(2026, 11, 24);
        let offer = announced_under_own(Some("2.5"), None);
        let found = project(&offer, &chat(), today, Assumptions::default()).unwrap();
        assert!(takes_effect(&offer, today, date(2027, 1, 1)));
        let announced: Vec<bool> = found.iter().take(4).map(|month| month.announced).collect();
        assert_eq!(announced, [false, false, true, true]);
        // 30,000 x (500 x $2.50 + 200 x $20) a million.
        assert_eq!(found[2].bills.slow.to_exact_string(), "157.5");
        assert!(found[2].before.is_some() && found[3].before.is_none());
        // The same output price announced: nothing is new for this user.
        let mut same = offer;
        let mut dated = same.model.dated.clone();
        dated[0].prices.output = same.listed.output;
        same.model = Model { dated, ..Model::clone(&same.model) }.into();
        let found = project(&same, &chat(), today, Assumptions::default()).unwrap();
        assert!(found.iter().all(|month| !month.announced && month.before.is_none()));
    }

    #[test]
    fn a_discount_that_ends_under_ones_own_price_changes_nothing() {
        let mut offer = announced_under_own(Some("2.5"), Some("10"));
        let provider = offer.model.provider.clone();
        let until = Some(date(2027, 2, 23));
        offer.discount = Some(Discount { provider, off: Share::of(1, 2), until, note: String::new() }.into());
        let found = project(&offer, &chat(), date(2026, 11, 24), Assumptions::default()).unwrap();
        assert!(found.iter().all(|month| !month.without_discount && month.before.is_none()));
    }

    #[test]
    fn an_announced_price_comes_on_its_day_and_falls_from_there() {
        let market = any::market();
        let mut offer = any::offer(&market, "GPT-5.4").clone();
        let price = |text: &str| Price::per_million(text).unwrap();
        let prices = PriceSheet::flat(price("5"), price("20"));
        let dated = vec![DatedPrices { from: Some(date(2027, 1, 1)), until: None, prices }];
        offer.model = Model { dated, ..Model::clone(&offer.model) }.into();
        let months = project(&offer, &chat(), date(2026, 11, 24), Assumptions::default()).unwrap();
        let is_announced: Vec<bool> = months.iter().take(4).map(|month| month.announced).collect();
        assert_eq!(is_announced, [false, false, true, true]);
        assert_eq!(months[1].bills.unchanged.to_exact_string(), "97.5");
        let all = Dollars::whole(195);
        assert_eq!(months[2].bills, Bills { unchanged: all, slow: all, fast: all });
        assert!(months[3].bills.slow < months[2].bills.slow);
        // Without the announcement the third month would go on as the two before it.
        let alone =
            project(any::offer(&market, "GPT-5.4"), &chat(), date(2026, 11, 24), Assumptions::default());
        assert_eq!(months[2].before, Some(alone.unwrap()[2].bills));
        assert_eq!(months.iter().filter(|month| month.before.is_some()).count(), 1);
    }

    #[test]
    fn a_discount_comes_off_announced_prices_and_ends_on_its_day() {
        let market = any::market();
        let mut offer = any::offer(&market, "GPT-5.4").clone();
        let half = Share::of(1, 2);
        offer.prices = offer.listed.less(half);
        let until = Some(date(2027, 2, 23));
        let provider = offer.model.provider.clone();
        offer.discount = Some(Discount { provider, off: half, until, note: String::new() }.into());
        let price = |text: &str| Price::per_million(text).unwrap();
        let prices = PriceSheet::flat(price("5"), price("20"));
        let dated = vec![DatedPrices { from: Some(date(2027, 1, 1)), until: None, prices }];
        offer.model = Model { dated, ..Model::clone(&offer.model) }.into();
        let none = Share::ZERO;
        let assumptions = Assumptions { slow_decline: none, fast_decline: none, growth: none, months: 4 };
        let months = project(&offer, &chat(), date(2026, 11, 24), assumptions).unwrap();
        let bills: Vec<String> = months.iter().map(|month| month.bills.fast.to_exact_string()).collect();
        assert_eq!(bills, ["48.75", "48.75", "97.5", "195", "195"]);
        let is_over: Vec<bool> = months.iter().map(|month| month.without_discount).collect();
        assert_eq!(is_over, [false, false, false, true, true]);
        let before = months[3].before.unwrap();
        assert_eq!(before.unchanged.to_exact_string(), "97.5");
        assert!(months[4].before.is_none());
    }

    #[test]
    fn without_a_volume_there_is_no_month_to_project() {
        let market = any::market();
        let offer = any::offer(&market, "GPT-5.4");
        let projected = project(offer, &any::workload(1, 1), date(2026, 1, 1), Assumptions::default());
        assert_eq!(projected, Err(None));
    }
}
