//! The access card: six words and a QR code, to keep.

use leptos::prelude::*;
use shared::{
    comptes::{Carte, MOTS_CARTE, MOTS_IDENTIFIANT},
    fields::{BadField, Identifiant, Secret},
};

use crate::{
    carry::carry,
    route::Route,
    session::Me,
    texts::jeune,
    ui::{Icon, MAIN, PLAIN, Page, QrImage, icons, quick_exit},
};

/// The card that was just made, until it is kept. It lives at the root and stands in the place of every screen: neither
/// Back nor a link takes it away, and it comes along to another program.
#[derive(Clone, Copy)]
pub struct NewCard(RwSignal<Option<Carte>>, Route);

impl NewCard {
    /// Called once, at the root.
    pub fn provide() -> Self {
        let card = Self(RwSignal::new(None), Route::expect());
        // What the page cannot hold, the browser asks about; never someone who leaves in a hurry.
        window_event_listener_untyped("beforeunload", move |event| {
            if card.0.with_untracked(Option::is_some) && !quick_exit::is_leaving() {
                event.prevent_default();
            }
        });
        carry(
            Me::expect(),
            "carte",
            Box::new(move |mut mots| card.show(mots.pop().map(|qr| Carte { mots, qr }))),
            Box::new(move || match card.0.get_untracked() {
                Some(Carte { mut mots, qr }) => {
                    mots.push(qr);
                    mots
                }
                None => Vec::new(),
            }),
        );
        provide_context(card);
        card
    }

    /// The card of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Shows a card, if one was made.
    pub fn show(self, carte: Option<Carte>) {
        let is_new = carte.is_some();
        self.0.set(carte);
        self.1.hold(is_new);
    }

    /// Whether it covers the screens.
    pub fn is_shown(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// The screen of the card.
    pub fn screen(self) -> Option<AnyView> {
        let carte = self.0.get()?;
        let page = view! {
            <Page titre=jeune::garde_ta_carte()>
                <AccessCard carte next=Callback::new(move |()| self.show(None)) />
            </Page>
        };
        Some(page.into_any())
    }
}

/// The card, shown once.
#[component]
fn AccessCard(
    /// The card.
    carte: Carte,
    /// What comes when it is kept.
    #[prop(into)]
    next: Callback<()>,
) -> impl IntoView {
    let word = |(index, word): (usize, String)| {
        view! {
            <li class="flex items-baseline gap-2">
                <span class="text-base font-normal" aria-hidden="true">
                    {index + 1}
                </span>
                {word}
            </li>
        }
    };
    view! {
        <p class="pas-imprimer">{jeune::carte_explication()}</p>
        <article class="carte carte-moment">
            <h2 class="titre-2">{jeune::carte_titre()}</h2>
            <ol class="mots" dir="ltr">
                {carte.mots.into_iter().enumerate().map(word).collect_view()}
            </ol>
            <QrImage svg=carte.qr alt=jeune::carte_qr() />
            <p class="discret">{jeune::carte_pour_revenir()}</p>
        </article>
        <div class="pile pas-imprimer">
            <p class="ligne">
                <Icon path=icons::CAMERA />
                <span>{jeune::carte_capture()}</span>
            </p>
            <button type="button" class=PLAIN on:click=move |_| drop(window().print())>
                <Icon path=icons::PRINT />
                {jeune::imprimer()}
            </button>
            <button type="button" class=MAIN on:click=move |_| next.run(())>
                {jeune::carte_gardee()}
            </button>
        </div>
    }
}

/// The words of a card as they are typed or scanned: the first ones say who, the others prove it.
pub fn split_words(text: &str) -> Result<(Identifiant, Secret), BadField> {
    let wrong = BadField("six-mots");
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    if words.len() != MOTS_CARTE {
        return Err(wrong);
    }
    let (who, proof) = words.split_at(MOTS_IDENTIFIANT);
    Ok((Identifiant::parse(&who.join("-"))?, Secret::parse(&proof.join("-"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_words_are_two_and_four_however_they_are_written() {
        for text in [
            "abaisser zèbre lune pain vélo mer",
            " Abaisser-Zèbre-Lune-Pain-Vélo-Mer\n",
            "1 abaisser, 2 zèbre 3 lune pain vélo mer",
        ] {
            let (who, proof) = split_words(text).unwrap();
            assert_eq!(who.as_str(), "abaisser-zèbre");
            assert_eq!(proof.as_str(), "lune-pain-vélo-mer");
        }
        assert_eq!(split_words("lune pain").unwrap_err(), BadField("six-mots"));
    }
}
