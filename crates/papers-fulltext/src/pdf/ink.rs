//! The color of what a page draws, and how it is applied to what is below.

use super::color::Rgb;

/// Colors look the same if red, green and blue each differ by no more than this: `0.99 g` is as hidden as `1 g`.
const ALIKE: f32 = 0.03;
/// The color of the paper.
pub(super) const WHITE: Rgb = [1.0; 3];

/// The way a color is combined with the color below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Blend {
    #[default]
    Normal,
    Multiply,
    Other,
}

/// A color and how it is applied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    /// The color; `None` for a picture, a pattern, or an unknown color.
    pub(super) color: Option<Rgb>,
    /// The opacity, from 0 (transparent) to 1.
    pub(super) alpha: f32,
    pub(super) blend: Blend,
    /// True if what is below may be visible in places.
    pub(super) porous: bool,
}

impl Ink {
    /// An ink of unknown color, such as a picture.
    pub(super) fn picture(porous: bool, alpha: f32, blend: Blend) -> Self {
        Self { color: None, alpha, blend, porous }
    }

    /// Returns the color after this ink is applied to a background.
    pub(super) fn over(&self, ground: Option<Rgb>) -> Option<Rgb> {
        let (color, ground) = (self.color?, ground.or(self.covers().then_some(WHITE))?);
        let mix = |index: usize| -> Option<f32> {
            let (own, below) = (*color.get(index)?, *ground.get(index)?);
            let own = match self.blend {
                Blend::Normal => own,
                Blend::Multiply => own * below,
                Blend::Other => return None,
            };
            Some(below + (own - below) * self.alpha)
        };
        Some([mix(0)?, mix(1)?, mix(2)?])
    }

    /// Returns true if letters in this ink are visible on a background.
    pub(super) fn shows_on(&self, ground: Option<Rgb>) -> bool {
        let alike = |a: Rgb, b: Rgb| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= ALIKE);
        self.alpha > ALIKE
            && match (ground, self.over(ground)) {
                (Some(ground), Some(letter)) => !alike(ground, letter),
                _ => true,
            }
    }

    /// Returns true if nothing below is visible.
    pub(super) fn covers(&self) -> bool {
        self.alpha >= 1.0 - ALIKE && self.blend == Blend::Normal && !self.porous
    }
}
