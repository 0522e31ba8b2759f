//! Addresses in a text become links; everything else stays text.

use leptos::prelude::*;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Text(&'a str),
    Link(&'a str),
}

/// A text with its links. A link leads to a window of its own, and tells that site nothing.
pub fn with_links(text: &str) -> impl IntoView + use<> {
    let part = |part| match part {
        Part::Text(text) => text.to_owned().into_any(),
        Part::Link(address) => view! {
            <a
                class="lien-texte"
                href=href(address)
                target="_blank"
                rel="noopener noreferrer nofollow"
                dir="ltr"
            >
                {address.to_owned()}
            </a>
        }
        .into_any(),
    };
    parts(text).into_iter().map(part).collect_view()
}

// People write `www.caf.fr` as it is on the poster.
fn href(address: &str) -> String {
    let scheme = if address.contains("://") { "" } else { "https://" };
    format!("{scheme}{address}")
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    let mut from = 0;
    while let Some(start) = rest.get(from..).and_then(find_scheme).map(|found| from + found) {
        let link = rest.get(start..).map(address).unwrap_or_default();
        if link.is_empty() {
            // A scheme without a host is text; the search goes on after it.
            from = start + "http".len();
            continue;
        }
        let (before, after) = rest.split_at(start);
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Link(link));
        rest = after.get(link.len()..).unwrap_or_default();
        from = 0;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

// At the beginning of a word, in small letters or not.
fn find_scheme(text: &str) -> Option<usize> {
    text.match_indices(['h', 'H', 'w', 'W']).map(|(start, _)| start).find(|start| {
        let is_scheme = |scheme: &str| {
            text.get(*start..start + scheme.len()).is_some_and(|found| found.eq_ignore_ascii_case(scheme))
        };
        let before = text.get(..*start).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric())
            && ["https://", "http://", "www."].into_iter().any(is_scheme)
    })
}

// Up to a space, without the punctuation of the sentence around it; nothing when there is no host.
fn address(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»')).unwrap_or(text.len());
    let mut link = text.get(..end).unwrap_or_default();
    while let Some(last) = link.chars().next_back() {
        let closes = last == ')' && link.matches('(').count() < link.matches(')').count();
        if !closes && !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '’' | '\'' | ']') {
            break;
        }
        link = link.get(..link.len() - last.len_utf8()).unwrap_or_default();
    }
    let host = link.split_once("://").map_or_else(|| link.get(4..).unwrap_or_default(), |(_, rest)| rest);
    if host.starts_with(char::is_alphanumeric) { link } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_link_and_the_sentence_around_it_is_text() {
        let text = "Regarde (https://exemple.fr/a_(b)?c=1#d). Ou http://x.fr, d’accord ?";
        let expected = [
            Part::Text("Regarde ("),
            Part::Link("https://exemple.fr/a_(b)?c=1#d"),
            Part::Text("). Ou "),
            Part::Link("http://x.fr"),
            Part::Text(", d’accord ?"),
        ];
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn an_address_without_its_scheme_is_a_link_too() {
        let expected = [Part::Text("Va sur "), Part::Link("www.caf.fr/droits"), Part::Text(".")];
        assert_eq!(parts("Va sur www.caf.fr/droits."), expected);
        assert_eq!((href("www.caf.fr"), href("http://x.fr")), ("https://www.caf.fr".into(), "http://x.fr".into()));
    }

    #[test]
    fn what_is_no_address_stays_text() {
        for text in [
            "",
            "https://",
            "http:// x",
            "javascript:alert(1)",
            "xhttps://a.fr",
            "data:text/html,a",
            "é https://…",
            "www.",
            "awww.fr",
            "www. fr",
        ] {
            assert!(parts(text).iter().all(|part| matches!(part, Part::Text(_))), "{text}");
        }
    }
}
