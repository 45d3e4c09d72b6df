//! A value kept within bounds that may cross each other, such as the least width of a column in a window of any size.

/// The nearest to `value` that is at least `least` and at most `most`. Where the two cross, `most` wins: there is no more
/// room than there is. What is not a number becomes `least`. Never panics, unlike [`Ord::clamp`] and [`f32::clamp`].
pub fn between<N: PartialOrd>(value: N, least: N, most: N) -> N {
    let value = if value >= least { value } else { least };
    if value <= most { value } else { most }
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn a_value_stays_within_its_bounds() {
        for (value, expected) in [(-1.0, 0.0), (0.4, 0.4), (7.0, 1.0), (f64::NAN, 0.0), (f64::INFINITY, 1.0)]
        {
            assert_eq!(between(value, 0.0, 1.0).to_bits(), f64::to_bits(expected), "{value}");
        }
        assert_eq!([between(3_u64, 5, 9), between(12, 5, 9), between(6, 5, 9)], [5, 9, 6]);
    }

    #[test]
    fn bounds_that_cross_are_no_panic() {
        assert_eq!(between(100.0_f32, 90.0, 84.0).to_bits(), 84.0_f32.to_bits());
        assert_eq!(between(1.0_f32, 0.0, -6.0).to_bits(), (-6.0_f32).to_bits());
        assert_eq!(between(3_u64, 8, 2), 2);
        assert!(between(1.0_f32, f32::NAN, f32::NAN).is_nan());
    }
}
