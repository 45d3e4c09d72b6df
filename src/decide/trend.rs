//! A projection of the monthly bill: prices fall, volume grows, announced prices come as announced.
//!
//! An assumption, not a forecast: a band between two yearly declines. Each month's shares are whole 10^-12ths, rounded
//! half up once a month, so that the same question always has the same answer to the digit.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::billing::{self, Total};
use crate::catalog::{Offer, PriceSheet};
use crate::money::{Dollars, Share};
use crate::workload::Workload;

/// What is assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Requests in it, rounded half up.
    pub requests: u64,
    /// What it costs.
    pub bills: Bills,
    /// Whether an announced price is in force: such a price is taken as announced, and falls from its day on.
    pub announced: bool,
    /// Whether a discount that counts today no longer does.
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
    #[must_use]
    pub fn slow_level(&self) -> String {
        level_words(self.levels[0])
    }

    /// What is left of prices that fall fast.
    #[must_use]
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
#[must_use]
pub fn billed(offer: &Offer, listed: &PriceSheet, day: Date) -> PriceSheet {
    let discount = offer.discount.as_ref().filter(|discount| discount.holds(Some(day)));
    let prices = discount.map_or_else(|| listed.clone(), |discount| listed.less(discount.off));
    offer.own_price.as_ref().map_or_else(|| prices.clone(), |own| own.over(&prices))
}

/// Which of the list's prices hold on a day, and whether the discount still counts.
fn in_force(offer: &Offer, day: Date) -> (Option<usize>, bool) {
    let listed = offer.model.dated.iter().rposition(|dated| dated.holds(day));
    (listed, offer.discount.as_ref().is_some_and(|discount| discount.holds(Some(day))))
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
    let requests = workload.requests_per_month().ok_or(None)?;
    let (mut slow, mut fast) =
        (Decline::new(assumptions.slow_decline), Decline::new(assumptions.fast_decline));
    let mut volume = WHOLE;
    let now = in_force(offer, today);
    let mut last = now;
    let mut months: Vec<Month> = Vec::new();
    for index in 0..=assumptions.months.min(MOST_MONTHS) {
        let ahead: Span = i32::from(index).months();
        let day = today.checked_add(ahead).unwrap_or(today);
        let count = scaled(requests, volume);
        let bill = |task: Dollars, level: u64| part_of(task.times(count), level) + workload.monthly_fee();
        let bills = |task, slow: Decline, fast: Decline| Bills {
            unchanged: bill(task, WHOLE),
            slow: bill(task, slow.level()),
            fast: bill(task, fast.level()),
        };
        let then = in_force(offer, day);
        let previous = months.last().filter(|_| then != last);
        let before = previous.map(|previous| bills(previous.task, slow, fast));
        if then.0 != last.0 {
            // A new price list: the decline begins anew with it.
            (slow, fast) = (slow.restarted(), fast.restarted());
        }
        last = then;
        let mut changed = offer.clone();
        if then != now {
            let listed = if then.0 == now.0 { &offer.listed } else { offer.model.prices_on(day) };
            changed.prices = billed(offer, listed, day);
        }
        let task = match billing::total(&changed, workload) {
            Total::Priced(cost) => cost,
            Total::Free => Dollars::ZERO,
            other => return Err(Some(other)),
        };
        months.push(Month {
            index,
            day,
            requests: count,
            bills: bills(task, slow, fast),
            announced: then.0 != now.0,
            without_discount: now.1 && !then.1,
            task,
            before,
            levels: [slow.level(), fast.level()],
        });
        slow.pass_a_month();
        fast.pass_a_month();
        volume = volume.saturating_add(scaled(volume, parts(assumptions.growth)));
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

    /// What is left of a price, in parts of [`WHOLE`]: exactly so much after whole years, and between them on the line
    /// from one year to the next, which never shows a fall that is not assumed.
    fn level(self) -> u64 {
        let mut level = WHOLE;
        for _ in 0..self.months / 12 {
            level = scaled(level, self.yearly);
        }
        let next = scaled(level, self.yearly);
        let fall = u128::from(level - next.min(level)) * u128::from(self.months % 12);
        level - u64::try_from((fall + 6) / 12).unwrap_or(0)
    }
}

/// A share in parts of [`WHOLE`].
fn parts(share: Share) -> u64 {
    u64::from(share.millionths()) * (WHOLE / u64::from(Share::WHOLE))
}

/// `value` x `level` / [`WHOLE`], rounded half up.
fn scaled(value: u64, level: u64) -> u64 {
    let product = u128::from(value) * u128::from(level) + u128::from(WHOLE) / 2;
    u64::try_from(product / u128::from(WHOLE)).unwrap_or(u64::MAX)
}

fn part_of(amount: Dollars, level: u64) -> Dollars {
    let whole = ethnum::U256::from(WHOLE);
    let product = amount.units().saturating_mul(ethnum::U256::from(level));
    Dollars::from_units(product.saturating_add(whole / 2) / whole)
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
        let requests: Vec<u64> = months.iter().map(|month| month.requests).collect();
        assert_eq!(requests, [30_000, 33_000, 36_300]);
        assert_eq!(months[2].bills.unchanged.to_exact_string(), "137.975");
        assert_eq!(months[2].bills.unchanged, months[2].bills.fast);
        assert_eq!(months[1].day, date(2026, 2, 28));
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
