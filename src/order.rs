//! The order of names that people expect: capitals count for nothing, and numbers count as numbers.

use std::cmp::Ordering;

/// `claude` before `Qwen`, `Workload 2` before `Workload 10`; texts that differ in nothing else stand as they are spelt.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut one, mut other) = (a, b);
    loop {
        let (digits, others) = (number(one), number(other));
        if digits.is_empty() || others.is_empty() {
            let (Some(letter), Some(against)) = (one.chars().next(), other.chars().next()) else {
                return one.len().cmp(&other.len()).then_with(|| a.cmp(b));
            };
            let order = letter.to_lowercase().cmp(against.to_lowercase());
            if order.is_ne() {
                return order;
            }
            (one, other) = (behind(one, letter.len_utf8()), behind(other, against.len_utf8()));
        } else {
            let [x, y] = [digits, others].map(|digits| digits.trim_start_matches('0'));
            let order = x.len().cmp(&y.len()).then_with(|| x.cmp(y));
            if order.is_ne() {
                return order;
            }
            (one, other) = (behind(one, digits.len()), behind(other, others.len()));
        }
    }
}

/// The digits that a text starts with.
fn number(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn behind(text: &str, length: usize) -> &str {
    text.get(length..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::natural;
    use proptest::prelude::*;

    #[test]
    fn names_stand_as_people_expect() {
        let mut names = [
            "Workload 10",
            "Qwen 3",
            "workload 2",
            "claude",
            "Workload 1",
            "gpt-4.10",
            "gpt-4.9",
            "Ärger",
            "",
        ];
        names.sort_by(|a, b| natural(a, b));
        let expected = [
            "",
            "claude",
            "gpt-4.9",
            "gpt-4.10",
            "Qwen 3",
            "Workload 1",
            "workload 2",
            "Workload 10",
            "Ärger",
        ];
        assert_eq!(names, expected);
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[aAbB012 ]{0,6}", b in "[aAbB012 ]{0,6}", c in "[aAbB012 ]{0,6}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b).is_eq(), a == b);
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }
    }
}
