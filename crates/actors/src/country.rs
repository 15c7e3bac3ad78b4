//! Countries of actors, as event formats code them.

use crate::scene::{Scene, Side};
use crate::setting::is_state;
use codebook::Span;

impl Scene<'_> {
    /// The country of the actor that some words name, as CAMEO and PLOVER code it: that of any state named in them, the country a
    /// group is active in, `IGO` for organisations. Unlike a party it is also given for private persons.
    pub fn country_of(&self, span: Span) -> Option<String> {
        let (a, b) = self.marked.words.within(span);
        if a >= b {
            return None;
        }
        let from_code = |code: &str| -> Option<String> {
            let code = code.split('+').next()?;
            if is_state(code) {
                return Some(code.to_owned());
            }
            if code.starts_with("IGO:") {
                return Some("IGO".to_owned());
            }
            let home =
                self.marked.mentions.iter().find(|mention| mention.code == code && !mention.countries.is_empty())?;
            home.countries.split('+').next().map(str::to_owned)
        };
        let referent = self.phrase(a, b, None, 0);
        if let Side::Of(code) = &referent.side
            && let Some(country) = from_code(code)
        {
            return Some(country);
        }
        // Any state named in the words, places included.
        let named = self.marked.mentions.iter().filter(|mention| a <= mention.a && mention.b <= b && !mention.compound);
        let named = named.filter_map(|mention| from_code(&mention.code)).next();
        // Whoever is named without a country mostly belongs to the state the text is about.
        named.or_else(|| self.setting.host.clone())
    }
}
