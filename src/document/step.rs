//! One step of the user's on a list, taken on what the list is by now: another window may have changed it since, and what
//! the step did not touch stays. `None` where nothing is any more as the step left it.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Of entries with keys: those that `after` has otherwise than `before` become as `after` has them, where they are as
/// `before` had them. What is new comes last. Where a key has several entries, the last one counts.
pub fn on_keyed<T: Clone + PartialEq, K: Eq + Hash>(
    now: &[T],
    before: &[T],
    after: &[T],
    key: impl Fn(&T) -> &K,
) -> Option<Vec<T>> {
    let by_key = |list| -> HashMap<&K, &T> { <[T]>::iter(list).map(|entry| (key(entry), entry)).collect() };
    let (is, was, will_be) = (by_key(now), by_key(before), by_key(after));
    let holds = |key: &K| was.get(key) != will_be.get(key) && is.get(key) == was.get(key);
    let (mut made, mut done) = (Vec::with_capacity(now.len()), HashSet::new());
    for entry in now {
        let key = key(entry);
        if !holds(key) {
            made.push(entry.clone());
        } else if done.insert(key) {
            made.extend(will_be.get(key).map(|entry| T::clone(entry)));
        }
    }
    for entry in after {
        let key = key(entry);
        if holds(key) && done.insert(key) {
            made.extend(will_be.get(key).map(|entry| T::clone(entry)));
        }
    }
    (!done.is_empty()).then_some(made)
}

/// Of entries that are known by their places: what the step took away goes, wherever it stands by now, and what it brought
/// comes to the place that it had. All of what it took away must be there.
pub fn on_list<T: Clone + PartialEq>(now: &[T], before: &[T], after: &[T]) -> Option<Vec<T>> {
    let alike = |(one, other): &(&T, &T)| one == other;
    let start = before.iter().zip(after).take_while(alike).count();
    let rest = before.len().min(after.len()) - start;
    let end = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(alike).count();
    let middle = |list| -> Vec<(usize, &T)> {
        <[T]>::iter(list).enumerate().take(list.len() - end).skip(start).collect()
    };
    let (mut gone, mut brought) = (middle(before), middle(after));
    gone.retain(|(_, entry)| {
        let stays = brought.iter().position(|(_, other)| other == entry);
        stays.map(|place| brought.remove(place)).is_none()
    });
    let mut made = now.to_vec();
    // From the end, so that each place holds when its turn comes.
    for (place, entry) in gone.into_iter().rev() {
        let is_there = made.get(place) == Some(entry);
        let place = if is_there { Some(place) } else { made.iter().position(|other| other == entry) };
        made.remove(place?);
    }
    for (place, entry) in brought {
        made.insert(place.min(made.len()), entry.clone());
    }
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyed_step_touches_what_is_as_it_left_it_and_nothing_else() {
        let step = |now: &[(char, u8)], before: &[(char, u8)], after: &[(char, u8)]| {
            on_keyed(now, before, after, |(key, _)| key)
        };
        assert_eq!(step(&[('a', 1), ('b', 1)], &[('a', 1)], &[('a', 2)]), Some(vec![('a', 2), ('b', 1)]));
        assert_eq!(step(&[('a', 1), ('b', 1)], &[('a', 1)], &[]), Some(vec![('b', 1)]));
        assert_eq!(step(&[('b', 1)], &[], &[('a', 1)]), Some(vec![('b', 1), ('a', 1)]));
        // Another window has changed it, or brought one of its own.
        assert_eq!(step(&[('a', 3)], &[('a', 1)], &[('a', 2)]), None);
        assert_eq!(step(&[('a', 3)], &[], &[('a', 2)]), None);
        let both = [('a', 1), ('b', 1)];
        assert_eq!(step(&[('a', 3), ('b', 1)], &both, &[]), Some(vec![('a', 3)]), "the other one goes");
        assert_eq!(
            step(&[('a', 1), ('b', 9), ('a', 2)], &[('a', 2)], &[('a', 7)]),
            Some(vec![('a', 7), ('b', 9)])
        );
    }

    #[test]
    fn a_step_on_places_finds_what_it_took_away_where_it_is_by_now() {
        let step = |now: &str, before: &str, after: &str| {
            let [now, before, after] = [now, before, after].map(|text| text.chars().collect::<Vec<_>>());
            on_list(&now, &before, &after).map(|made| made.into_iter().collect::<String>())
        };
        for (before, after) in
            [("abc", "ac"), ("ac", "abc"), ("aa", "a"), ("a", "aa"), ("abc", "bcA"), ("xyx", "xy")]
        {
            assert_eq!(step(before, before, after).as_deref(), Some(after));
            assert_eq!(step(after, after, before).as_deref(), Some(before));
        }
        assert_eq!(step("tab", "ab", "a").as_deref(), Some("ta"));
        assert_eq!(step("t", "a", "ab").as_deref(), Some("tb"));
        assert_eq!(step("ta", "ab", "a"), None, "it is gone already");
    }
}
