//! Colours, and nothing but colours: what each class and surface looks like on a light and on a dark background.
//!
//! The classes are Okabe and Ito's colours and neighbours of theirs, moved so that each stands out from its
//! background at 3:1 or more and from each other also for eyes that see no red, no green or no blue; tests compute
//! both. Colour is never the only sign: every bar stands beside its model's name.

use super::Class;
use crate::billing::Part;
use crate::catalog::Tier;

/// Whether a chart is drawn dark on light or light on dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// A colour: red, green, blue in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// What a chart is drawn on and written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surface {
    /// Behind everything.
    pub background: Rgb,
    /// Names, values, the title.
    pub text: Rgb,
    /// Units, ticks, the source.
    pub muted: Rgb,
    /// Lines of the grid.
    pub grid: Rgb,
    /// The sign of own prices and own models.
    pub mark: Rgb,
}

/// The seven commonest providers, light.
const PROVIDERS_LIGHT: [Rgb; super::NAMED_PROVIDERS] = [
    Rgb(0x00, 0x72, 0xB2),
    Rgb(0xD5, 0x5E, 0x00),
    Rgb(0x00, 0x9E, 0x73),
    Rgb(0x79, 0x78, 0xFB),
    Rgb(0x62, 0x1C, 0x21),
    Rgb(0x45, 0x63, 0x20),
    Rgb(0x3C, 0x17, 0x66),
];
/// The seven commonest providers, dark.
const PROVIDERS_DARK: [Rgb; super::NAMED_PROVIDERS] = [
    Rgb(0x56, 0xB4, 0xE9),
    Rgb(0xE6, 0x9F, 0x00),
    Rgb(0x00, 0xB6, 0x8A),
    Rgb(0xAF, 0x70, 0xBD),
    Rgb(0x6E, 0xD9, 0xD2),
    Rgb(0xD6, 0x69, 0x19),
    Rgb(0x45, 0xDB, 0x75),
];

impl Theme {
    /// What charts are drawn on and written with.
    pub const fn surface(self) -> Surface {
        match self {
            Self::Light => Surface {
                background: Rgb(0xFF, 0xFF, 0xFF),
                text: Rgb(0x1B, 0x1F, 0x27),
                muted: Rgb(0x5B, 0x64, 0x72),
                grid: Rgb(0xE3, 0xE6, 0xEB),
                mark: Rgb(0x1B, 0x1F, 0x27),
            },
            Self::Dark => Surface {
                background: Rgb(0x14, 0x17, 0x1C),
                text: Rgb(0xEC, 0xEF, 0xF4),
                muted: Rgb(0xA2, 0xAB, 0xBA),
                grid: Rgb(0x2B, 0x31, 0x3B),
                mark: Rgb(0xEC, 0xEF, 0xF4),
            },
        }
    }

    /// The colour of a class.
    pub fn class(self, class: Class) -> Rgb {
        let light = self == Self::Light;
        let neutral = if light { Rgb(0x6B, 0x72, 0x80) } else { Rgb(0x73, 0x7B, 0x8C) };
        match class {
            Class::Tier(Tier::Budget) => {
                if light {
                    Rgb(0x00, 0x9E, 0x73)
                } else {
                    Rgb(0x00, 0xB6, 0x8A)
                }
            }
            Class::Tier(Tier::MidRange) => {
                if light {
                    Rgb(0x00, 0x72, 0xB2)
                } else {
                    Rgb(0x56, 0xB4, 0xE9)
                }
            }
            Class::Tier(Tier::Premium) => {
                if light {
                    Rgb(0xD5, 0x5E, 0x00)
                } else {
                    Rgb(0xE6, 0x9F, 0x00)
                }
            }
            Class::NoTier | Class::OtherProvider => neutral,
            Class::Provider(place) => {
                let colours = if light { PROVIDERS_LIGHT } else { PROVIDERS_DARK };
                colours.get(place).copied().unwrap_or(neutral)
            }
        }
    }

    /// The colour of a piece of a bar: input tokens in the colour of the class, output tokens in a shade of it that
    /// is farther from the background.
    pub fn segment(self, class: Class, part: Option<Part>) -> Rgb {
        let colour = self.class(class);
        match part {
            Some(part) if part.is_output() => match self {
                Self::Light => colour.mixed(Rgb(0, 0, 0), 45),
                Self::Dark => colour.mixed(Rgb(255, 255, 255), 55),
            },
            None | Some(_) => colour,
        }
    }

    /// The colour of a part in the legend of parts, which is of no class.
    pub fn part(self, part: Part) -> Rgb {
        self.segment(Class::NoTier, Some(part))
    }
}

impl Rgb {
    /// This colour with `percent` of `other` in it.
    fn mixed(self, other: Self, percent: u16) -> Self {
        let mix = |a: u8, b: u8| {
            let sum = u16::from(a) * (100 - percent.min(100)) + u16::from(b) * percent.min(100);
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// `#0072B2`.
    pub fn to_hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }

    /// How much lighter the lighter of two colours is, 1 to 21, as WCAG 2 counts it.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounds::between;

    const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];

    fn tiers() -> Vec<Class> {
        Tier::ALL.into_iter().map(Class::Tier).chain([Class::NoTier]).collect()
    }

    fn providers() -> Vec<Class> {
        (0..crate::chart::NAMED_PROVIDERS).map(Class::Provider).chain([Class::OtherProvider]).collect()
    }

    #[test]
    fn everything_stands_out_from_its_background() {
        for theme in THEMES {
            let surface = theme.surface();
            for class in tiers().into_iter().chain(providers()) {
                for part in [None, Some(Part::Input), Some(Part::Output)] {
                    let contrast = theme.segment(class, part).contrast(surface.background);
                    assert!(contrast >= 3.0, "{theme:?} {class:?} {part:?}: {contrast}");
                }
            }
            for text in [surface.text, surface.muted, surface.mark] {
                assert!(text.contrast(surface.background) >= 4.5);
            }
        }
        assert!((Rgb(0, 0, 0).contrast(Rgb(255, 255, 255)) - 21.0).abs() < 1e-9);
    }

    /// What a person without one kind of cone sees, in linear light (Machado, Oliveira and Fernandes 2009).
    const VISION: [[[f64; 3]; 3]; 3] = [
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ];

    /// The Oklab coordinates of a colour, where a distance of 0.02 can just be seen.
    fn oklab(colour: Rgb, vision: [[f64; 3]; 3]) -> [f64; 3] {
        let times = |matrix: [[f64; 3]; 3], vector: [f64; 3]| {
            matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum::<f64>())
        };
        let seen = times(vision, colour.linear()).map(|channel| between(channel, 0.0, 1.0));
        let cones = times(
            [
                [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
                [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
                [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
            ],
            seen,
        )
        .map(f64::cbrt);
        times(
            [
                [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
                [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
                [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
            ],
            cones,
        )
    }

    #[test]
    fn classes_differ_for_colour_blind_eyes() {
        for (theme, classes, least) in
            THEMES.into_iter().flat_map(|theme| [(theme, tiers(), 0.08), (theme, providers(), 0.07)])
        {
            for vision in VISION {
                for (index, a) in classes.iter().enumerate() {
                    for b in classes.iter().skip(index + 1) {
                        let [a_lab, b_lab] = [*a, *b].map(|class| oklab(theme.class(class), vision));
                        let distance =
                            a_lab.iter().zip(b_lab).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                        assert!(distance >= least, "{theme:?} {a:?} {b:?}: {distance:.3}");
                    }
                }
            }
        }
    }
}
