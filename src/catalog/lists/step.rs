//! One step of the user's on the loaded lists, taken on what they are by now: an update or another window may have
//! changed them since, and what a step did not touch stays.

use super::{ListEntry, ListKey, Lists};

impl Lists {
    /// These lists after the step that made `after` of `before`, here and now: what another window loaded stays, and so
    /// does what an update found out in between. Never `None`: of lists, whatever a step can still change is changed.
    pub fn with_step(&self, before: &Self, after: &Self) -> Option<Self> {
        let stays = |entry: &&ListEntry| self.get(&entry.key).is_some() || before.get(&entry.key).is_none();
        let of_step = |entry: &ListEntry| match (self.get(&entry.key), before.get(&entry.key)) {
            (Some(now), Some(before)) => now.with_step(before, entry),
            (Some(now), None) => now.clone(),
            (None, _) => entry.clone(),
        };
        let is_reordered = before.order_among(after) != after.order_among(before);
        let mut made = Self {
            entries: after.entries.iter().filter(stays).map(of_step).collect(),
            reference_on: if before.reference_on == after.reference_on {
                self.reference_on
            } else {
                after.reference_on
            },
            reference_place: after.reference_place,
        };
        if !is_reordered {
            // The lists that are there keep the order that they have by now.
            let place = |entry: &ListEntry| self.entries.iter().position(|now| now.key == entry.key);
            let mut known: Vec<ListEntry> =
                made.entries.iter().filter(|entry| place(entry).is_some()).cloned().collect();
            known.sort_by_key(|entry| place(entry));
            let mut known = known.into_iter();
            for entry in &mut made.entries {
                if place(entry).is_some()
                    && let Some(next) = known.next()
                {
                    *entry = next;
                }
            }
        }
        for (place, entry) in self.entries.iter().enumerate() {
            let is_of_step = before.get(&entry.key).is_some() || after.get(&entry.key).is_some();
            if !is_of_step {
                made.entries.insert(place.min(made.entries.len()), entry.clone());
                if place < made.reference_place {
                    made.reference_place += 1;
                }
            }
        }
        if !is_reordered && self.entries.len() == made.entries.len() {
            made.reference_place = self.reference_place;
        }
        made.reference_place = made.reference_place.min(made.entries.len());
        if made.entries.is_empty() {
            made.reference_on = true;
        }
        Some(made)
    }

    /// The order of the lists that `other` has too; `None` is the reference list.
    fn order_among(&self, other: &Self) -> Vec<Option<&ListKey>> {
        let (above, below) = self.entries.split_at(self.reference_place.min(self.entries.len()));
        let shared = |entry: &&ListEntry| other.get(&entry.key).is_some();
        let above = above.iter().filter(shared).map(|entry| Some(&entry.key));
        above.chain([None]).chain(below.iter().filter(shared).map(|entry| Some(&entry.key))).collect()
    }
}

impl ListEntry {
    /// This entry with what a step changed of it: what the user decides, not what was found out.
    fn with_step(&self, before: &Self, after: &Self) -> Self {
        let mut made = self.clone();
        if before.name != after.name {
            made.name.clone_from(&after.name);
        }
        if before.on != after.on {
            made.on = after.on;
        }
        if before.daily != after.daily {
            made.daily = after.daily;
        }
        if before.address != after.address {
            made.address.clone_from(&after.address);
        }
        made.daily &= made.address.is_some();
        made
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Listed;
    use super::*;
    use crate::catalog::Fingerprint;
    use crate::catalog::feeds::Format;

    fn entry(name: &str) -> ListEntry {
        let key = ListKey::free(name, Format::LiteLlm, |_| false);
        ListEntry::new(key, name.into(), Format::LiteLlm, "file.json".into(), date(2026, 11, 24))
    }

    fn lists(names: &[&str]) -> Lists {
        let mut lists = Lists::default();
        for name in names {
            lists.put(entry(name));
        }
        lists
    }

    fn order(lists: &Lists) -> Vec<&str> {
        let name = |listed| match listed {
            Listed::Reference => "reference",
            Listed::Loaded(entry) => entry.name.as_str(),
        };
        lists.in_order().map(name).collect()
    }

    #[test]
    fn a_step_on_what_it_was_made_on_gives_what_it_made() {
        let before = lists(&["a", "b", "c"]);
        let mut all = vec![lists(&["a", "b", "c", "d"])];
        let mut change = |change: &dyn Fn(&mut Lists)| {
            let mut after = before.clone();
            change(&mut after);
            assert_ne!(after, before);
            all.push(after);
        };
        change(&|lists| lists.move_to(3, 0));
        change(&|lists| lists.move_to(1, 2));
        change(&|lists| lists.reference_on = true);
        change(&|lists| _ = lists.remove(&entry("b").key));
        change(&|lists| lists.get_mut(&entry("b").key).unwrap().on = false);
        change(&|lists| lists.get_mut(&entry("b").key).unwrap().name = "B".into());
        change(&|lists| lists.get_mut(&entry("b").key).unwrap().daily = true);
        for after in all {
            assert_eq!(before.with_step(&before, &after).unwrap(), after);
            assert_eq!(after.with_step(&after, &before).unwrap(), before);
        }
        let none = Lists::default();
        assert_eq!(none.with_step(&none, &before).unwrap(), before);
        assert_eq!(before.with_step(&before, &none).unwrap(), none);
    }

    #[test]
    fn what_an_update_found_out_and_another_window_loaded_stays() {
        let before = lists(&["a", "b"]);
        let mut after = before.clone();
        after.get_mut(&entry("a").key).unwrap().name = "A".into();
        let mut now = after.clone();
        let updated = now.get_mut(&entry("a").key).unwrap();
        updated.stored = Some(Fingerprint::of(b"newer"));
        updated.updated_on = Some(date(2026, 11, 25));
        now.put(entry("theirs"));
        let undone = now.with_step(&after, &before).unwrap();
        assert_eq!(order(&undone), ["theirs", "b", "a", "reference"]);
        let a = undone.get(&entry("a").key).unwrap();
        assert_eq!(a.stored, Some(Fingerprint::of(b"newer")));
        assert_eq!(a.updated_on, Some(date(2026, 11, 25)));
    }

    #[test]
    fn what_another_window_removed_does_not_come_back_and_its_order_stays() {
        let before = lists(&["a", "b", "c"]);
        let mut after = before.clone();
        after.get_mut(&entry("a").key).unwrap().on = false;
        let mut now = after.clone();
        now.remove(&entry("b").key);
        now.move_to(0, 1);
        assert_eq!(order(&now), ["a", "c", "reference"]);
        let undone = now.with_step(&after, &before).unwrap();
        assert_eq!(order(&undone), ["a", "c", "reference"]);
        assert!(undone.get(&entry("a").key).unwrap().on);
    }
}
