//! What those who came have said, five answers at a time; of the others only how many.

use leptos::prelude::*;
use shared::ateliers::{Retours, Visage};

use super::feuille::Known;
use crate::{
    ask::{memo, shown},
    ateliers::mots::visage,
    texts::ateliers,
    ui::Icon,
};

/// How it was.
#[component]
pub fn RetoursView(
    /// What was read.
    known: Known,
) -> impl IntoView {
    let retours = memo(move || known.with(|liste| liste.as_ref().map(|liste| liste.retours.clone())));
    shown(move || match retours.get() {
        Some(retours) => view! { <Summary retours /> }.into_any(),
        None => ().into_any(),
    })
}

#[component]
fn Summary(retours: Retours) -> impl IntoView {
    let Retours { nombre, visages, mots } = retours;
    let how_many = match (nombre, visages.is_empty()) {
        (0, _) => ateliers::pro_retours_aucun().to_owned(),
        (some, true) => ateliers::pro_retours_peu(&some.to_string()),
        (many, false) => match many % 5 {
            0 => ateliers::pro_retours_nombre(&many.to_string()),
            1 => ateliers::pro_retours_attend(&many.to_string()),
            rest => ateliers::pro_retours_attendent(&many.to_string(), &rest.to_string()),
        },
    };
    let face = |(one, count): (Visage, u32)| {
        let (path, word) = visage(one);
        view! {
            <li class="flex items-center gap-2">
                <Icon path />
                {ateliers::pro_visage(word, &count.to_string())}
            </li>
        }
    };
    let line = |mot: String| view! { <li class="note" dir="auto">{mot}</li> };
    view! {
        <section class="carte" aria-labelledby="retours">
            <h2 id="retours" class="titre-2">
                {ateliers::pro_retours()}
            </h2>
            <p>{how_many}</p>
            <ul class="grid gap-1 empty:hidden">{visages.into_iter().map(face).collect_view()}</ul>
            <ul class="grid gap-2 empty:hidden">{mots.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}
