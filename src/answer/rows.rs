//! Rows that are made when somebody looks at them: of ten thousand models a window shows thirty, and a slider that is
//! dragged asks for all of them anew. What a row says and cites is made here, late; in which order rows stand is not.

use std::fmt;
use std::sync::Arc;

/// A list whose elements are made when they are asked for, or are kept where there are few.
pub struct Rows<T>(Source<T>);

enum Source<T> {
    Kept(Arc<[T]>),
    Made { count: usize, make: Make<T> },
}

/// Makes the element of a place; `None` past the last.
type Make<T> = Arc<dyn Fn(usize) -> Option<T> + Send + Sync>;

impl<T> Rows<T> {
    /// A row for each of these, made by `make` from its place and what stands there, each time that it is asked for.
    pub fn made<I: Send + Sync + 'static>(
        of: Arc<[I]>,
        make: impl Fn(usize, &I) -> T + Send + Sync + 'static,
    ) -> Self {
        let count = of.len();
        Self(Source::Made { count, make: Arc::new(move |place| Some(make(place, of.get(place)?))) })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Source::Kept(rows) => rows.len(),
            Source::Made { count, .. } => *count,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Only the first so many.
    pub fn truncate(&mut self, most: usize)
    where
        T: Clone,
    {
        match &mut self.0 {
            Source::Kept(rows) => *rows = rows.iter().take(most).cloned().collect(),
            Source::Made { count, .. } => *count = most.min(*count),
        }
    }

    /// Whether both are the same list, not only equal ones.
    pub fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Source::Kept(a), Source::Kept(b)) => Arc::ptr_eq(a, b),
            (Source::Made { count: a, make: x }, Source::Made { count: b, make: y }) => {
                a == b && Arc::ptr_eq(x, y)
            }
            _ => false,
        }
    }
}

impl<T: Clone> Rows<T> {
    /// The row of a place; `None` past the last.
    pub fn get(&self, place: usize) -> Option<T> {
        match &self.0 {
            Source::Kept(rows) => rows.get(place).cloned(),
            Source::Made { count, make } if place < *count => make(place),
            Source::Made { .. } => None,
        }
    }

    /// The first.
    pub fn first(&self) -> Option<T> {
        self.get(0)
    }

    /// The last.
    pub fn last(&self) -> Option<T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// All of them, each made when it is its turn.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + '_ {
        (0..self.len()).filter_map(|place| self.get(place))
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self(Source::Kept(Arc::new([])))
    }
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Source::Kept(rows) => Source::Kept(Arc::clone(rows)),
            Source::Made { count, make } => Source::Made { count: *count, make: Arc::clone(make) },
        })
    }
}

impl<T: Clone + fmt::Debug> fmt::Debug for Rows<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Clone + PartialEq> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is(other) || (self.len() == other.len() && self.iter().eq(other.iter()))
    }
}

impl<T> From<Vec<T>> for Rows<T> {
    fn from(rows: Vec<T>) -> Self {
        Self(Source::Kept(rows.into()))
    }
}

impl<T> FromIterator<T> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Self(Source::Kept(rows.into_iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn only_what_is_looked_at_is_made() {
        let made = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&made);
        let rows = Rows::made((0..10_000_u32).collect(), move |place, number| {
            counter.fetch_add(1, Ordering::Relaxed);
            format!("{place}: {number}")
        });
        assert_eq!((rows.len(), made.load(Ordering::Relaxed)), (10_000, 0));
        assert_eq!(rows.get(9_999).as_deref(), Some("9999: 9999"));
        assert_eq!(rows.get(10_000), None);
        assert_eq!(made.load(Ordering::Relaxed), 1);
        assert_eq!(rows.iter().take(3).collect::<Vec<_>>(), ["0: 0", "1: 1", "2: 2"]);
        assert_eq!(made.load(Ordering::Relaxed), 4);
    }

    #[test]
    fn kept_or_made_they_are_equal_where_they_say_the_same() {
        let kept: Rows<u32> = vec![1, 2, 3].into();
        let mut made = Rows::made(Arc::new([1_u32, 2, 3, 4]), |_, number| *number);
        assert_ne!(kept, made);
        made.truncate(3);
        assert_eq!(kept, made);
        assert_eq!(made.get(3), None);
        assert_eq!(made.iter().rev().collect::<Vec<_>>(), [3, 2, 1]);
        assert!(kept.is(&kept.clone()) && made.is(&made.clone()) && !kept.is(&made));
        assert!(Rows::<u32>::default().is_empty());
    }
}
