//! The emergency numbers: one tap away everywhere, and without a network once the page is there.

use leptos::{html, prelude::*};

use super::{Icon, SMALL, icons};
use crate::texts::commun;

/// Number, how it is called, for what.
type Number = (&'static str, &'static str, fn() -> &'static str);

const CHILD: Number = ("119", "tel:119", commun::urgence_119);
const NUMBERS: [Number; 10] = [
    ("112", "tel:112", commun::urgence_112),
    ("15", "tel:15", commun::urgence_15),
    ("17", "tel:17", commun::urgence_17),
    ("18", "tel:18", commun::urgence_18),
    ("114", "sms:114", commun::urgence_114),
    CHILD,
    ("3018", "tel:3018", commun::urgence_3018),
    ("3114", "tel:3114", commun::urgence_3114),
    ("115", "tel:115", commun::urgence_115),
    ("3919", "tel:3919", commun::urgence_3919),
];

/// The numbers, each a link that calls.
#[component]
pub fn EmergencyNumbers(
    /// The one for children stands above already.
    #[prop(optional)]
    without_child: bool,
) -> impl IntoView {
    let shown = NUMBERS.into_iter().filter(move |number| !(without_child && *number == CHILD));
    view! {
        <ul class="grid gap-2">{shown.map(|number| view! { <li>{line(number)}</li> }).collect_view()}</ul>
        <p class="discret">{commun::urgence_trace()}</p>
    }
}

/// The number for children and jeunes in danger.
#[component]
pub fn ChildLine() -> impl IntoView {
    line(CHILD)
}

fn line((number, link, what): Number) -> impl IntoView {
    view! {
        <a href=link class="numero">
            <Icon path=icons::PHONE />
            <strong class="w-14 shrink-0 text-xl">{number}</strong>
            <span>{what()}</span>
        </a>
    }
}

/// The button of the top bar and what it opens.
#[component]
pub fn EmergencyButton(
    /// What must stay within reach, as the sheet covers the bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = dialog.get() {
            drop(dialog.show_modal());
        }
    };
    view! {
        <button type="button" class="bouton-barre" aria-haspopup="dialog" on:click=open>
            <Icon path=icons::PHONE class="size-5 shrink-0" />
            {commun::urgence()}
        </button>
        <dialog node_ref=dialog class="feuille" aria-labelledby="urgence-titre">
            <form method="dialog" class="feuille-haut">
                <button class=SMALL>
                    <Icon path=icons::CLOSE />
                    {commun::fermer()}
                </button>
                {children.map(|children| children())}
            </form>
            <h2 id="urgence-titre" class="titre-2">
                {commun::urgence_titre()}
            </h2>
            <p>{commun::urgence_gratuit()}</p>
            <EmergencyNumbers />
        </dialog>
    }
}

/// A sentence that says that nobody answers at once here, with the way to those who do.
#[component]
pub fn EmergencyLink() -> impl IntoView {
    view! {
        <p class="discret">
            {commun::pas_une_urgence()} " "
            <a href="/urgence" class="lien">
                {commun::voir_les_numeros()}
            </a>
        </p>
    }
}
