//! "Sans délai": where the next free créneau is too far, and how long people have waited.

use leptos::prelude::*;
use shared::permanences::{Delai, Delais, ReadDelais};

use crate::{
    api::call,
    ask::ask,
    comptes::pro::voix::duration,
    format,
    permanences::besoin_label,
    texts::pro,
    ui::{Icon, Loaded, icons},
};

/// The delays of the places and needs for which one publishes.
#[component]
pub fn DelaisSection() -> impl IntoView {
    let delais = ask(|| call(ReadDelais {}));
    view! {
        <Loaded from=delais let:delais>
            <Table delais />
        </Loaded>
    }
}

#[component]
fn Table(delais: Delais) -> impl IntoView {
    let Delais { promesse, lignes } = delais;
    let far = lignes.iter().filter(|line| line.trop_loin).count();
    let alert = (0 < far).then(|| {
        let words = match promesse {
            1 => pro::delais_alerte_un().to_owned(),
            many => pro::delais_alerte(&many.to_string()),
        };
        view! {
            <p class="note note-rouge">
                <Icon path=icons::ALERT />
                <span>{words}</span>
            </p>
        }
    });
    (!lignes.is_empty()).then(|| {
        view! {
            <section class="pile" aria-labelledby="delais">
                <h2 id="delais" class="titre-2">
                    {pro::delais_titre()}
                </h2>
                {alert}
                <ul class="grid gap-2 lg:grid-cols-2">{lignes.into_iter().map(line).collect_view()}</ul>
                <p class="discret">{pro::delais_aide()}</p>
            </section>
        }
    })
}

fn line(line: Delai) -> impl IntoView {
    let next = match line.prochain {
        Some(at) => pro::delais_prochain(&format::moment(at, &line.fuseau)),
        None => pro::delais_aucun().to_owned(),
    };
    let waited = line.heures.map(|hours| pro::delais_attente(&duration(i64::from(hours.max(1)) * 3_600)));
    let far = line.trop_loin.then(|| {
        view! {
            <p class="flex gap-2 font-bold">
                <Icon path=icons::ALERT class="size-5 mt-0.5 shrink-0" />
                {pro::delais_trop_loin()}
            </p>
        }
    });
    view! {
        <li class="carte gap-1">
            <p class="font-bold">{format!("{} · {}", besoin_label(line.besoin), line.lieu)}</p>
            {far}
            <p>{next}</p>
            {waited.map(|waited| view! { <p class="discret">{waited}</p> })}
        </li>
    }
}
