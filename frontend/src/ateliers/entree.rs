//! The way to the ateliers, from the first program: a link, and nothing more of them.

use leptos::prelude::*;

use crate::{
    texts::ateliers,
    ui::{Icon, icons},
};

/// The link.
#[component]
pub fn AteliersLink() -> impl IntoView {
    view! {
        <a class="carte carte-lien" href="/ateliers">
            <span class="flex items-center justify-between gap-2">
                <strong class="text-lg leading-snug">{ateliers::titre()}</strong>
                <Icon path=icons::NEXT />
            </span>
            <span class="discret">{ateliers::lien_aide()}</span>
        </a>
    }
}
