//! A permanence: what it is, its days, and its figures with their definitions.

use leptos::prelude::*;
use shared::{
    ids::PermanenceId,
    permanences::{Entonnoir, FichePermanence, Permanence, ReadPermanence},
};

use super::{
    journees::Days,
    liste::{heures, quand},
};
use crate::{
    api::call,
    ask::ask,
    comptes::pro::voix,
    permanences::{besoin_icon, besoin_label},
    route::Route,
    texts::pro,
    ui::{CARD, Icon, Loaded, Page, SMALL, icons},
};

/// The permanence in the address `/pro/permanences/{permanence}[/changer]`.
pub fn in_address() -> Option<PermanenceId> {
    Route::expect().path().split('/').nth(3).and_then(|id| id.parse().ok())
}

/// The address `/pro/permanences/{permanence}`.
#[component]
pub fn FichePage() -> impl IntoView {
    let fiche = RwSignal::new(None::<FichePermanence>);
    let tout = RwSignal::new(false);
    let asked = ask(move || {
        let (permanence, tout) = (in_address(), tout.get());
        async move {
            let permanence = permanence.ok_or_else(voix::unknown)?;
            call(ReadPermanence { permanence, tout }).await
        }
    });
    // With all of the past, what was done is read again: an answer has the last days only.
    Effect::new(move || {
        if fiche.with(Option::is_some) && tout.get_untracked() {
            fiche.set(None);
            asked.refetch();
        }
    });
    // What was done here answers with the sheet: it is shown without asking again.
    let shown = move |read: FichePermanence| {
        fiche.get().filter(|known| known.permanence.id == read.permanence.id).unwrap_or(read)
    };
    view! {
        <Page titre=pro::fiche_titre()>
            <p>
                <a href="/pro/permanences" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::publier_retour()}
                </a>
            </p>
            <Loaded from=asked let:read>
                {move || view! { <Sheet fiche=shown(read.clone()) done=fiche tout /> }}
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Sheet(fiche: FichePermanence, done: RwSignal<Option<FichePermanence>>, tout: RwSignal<bool>) -> impl IntoView {
    let FichePermanence { permanence, occurrences, anterieurs, entonnoir } = fiche;
    let change = format!("/pro/permanences/{}/changer", permanence.id);
    view! {
        <section class=CARD>
            <h2 class="titre-2 flex items-center gap-2">
                <Icon path=besoin_icon(permanence.besoin) />
                {besoin_label(permanence.besoin)}
            </h2>
            <p class="font-bold first-letter:uppercase">
                {format!("{}, {}", quand(&permanence.rythme), heures(&permanence))}
            </p>
            <p>{format!("{}, {}", permanence.lieu.nom, permanence.lieu.commune)}</p>
            <p>{pro::permanence_avec_structure(&permanence.professionnel, &permanence.structure)}</p>
            <Twice permanence=permanence.clone() />
            <a href=change class=SMALL>
                {pro::fiche_changer()}
            </a>
        </section>
        <Funnel entonnoir />
        <Days permanence=permanence.id zone=permanence.lieu.fuseau occurrences done />
        {(0 < anterieurs)
            .then(|| {
                let words = match anterieurs {
                    1 => pro::jours_tous_un().to_owned(),
                    many => pro::jours_tous(&many.to_string()),
                };
                view! {
                    <button type="button" class=SMALL on:click=move |_| tout.set(true)>
                        {words}
                    </button>
                }
            })}
    }
    .into_any()
}

/// The days on which the clocks repeat its hour: the first of the two is meant, and said.
#[component]
pub fn Twice(
    /// Whose.
    permanence: Permanence,
) -> impl IntoView {
    (!permanence.heure_double.is_empty()).then(|| {
        let days: Vec<String> = permanence.heure_double.iter().map(|day| super::date(*day)).collect();
        view! { <p class="note">{pro::fiche_heure_double(&days.join(", "))}</p> }
    })
}

/// From orientation to a programme, each number with what it counts.
#[component]
fn Funnel(entonnoir: Entonnoir) -> impl IntoView {
    let Entonnoir { tenues, orientes, prescrits, recus, entres } = entonnoir;
    let percent = |part: Option<u32>| part.map(|part| pro::pour_cent(&part.to_string()));
    let sent = (0 < prescrits).then(|| pro::entonnoir_prescrits(&prescrits.to_string()));
    let rows = [
        (tenues, pro::entonnoir_tenues(), None, pro::entonnoir_tenues_aide()),
        (orientes, pro::entonnoir_orientes(), sent, pro::entonnoir_orientes_aide()),
        (recus, pro::entonnoir_recus(), percent(entonnoir.part_recus()), pro::entonnoir_recus_aide()),
        (entres, pro::entonnoir_entres(), percent(entonnoir.part_entres()), pro::entonnoir_entres_aide()),
    ];
    let meaning = |(_, label, _, help): &(u32, &'static str, Option<String>, &'static str)| {
        view! {
            <li>
                <strong>{*label}</strong>
                " : "
                {*help}
            </li>
        }
    };
    let meanings = rows.iter().map(meaning).collect_view();
    let row = |(count, label, share, _): (u32, &'static str, Option<String>, &'static str)| {
        view! {
            <div class="carte gap-0">
                <dt class="font-bold">{label}</dt>
                <dd class="flex flex-wrap items-baseline gap-x-3">
                    <strong class="text-3xl">{count}</strong>
                    {share.map(|share| view! { <span class="text-xl">{share}</span> })}
                </dd>
            </div>
        }
    };
    view! {
        <section class="pile" aria-labelledby="chiffres">
            <h2 id="chiffres" class="titre-2">
                {pro::entonnoir_titre()}
            </h2>
            <dl class="grid grid-cols-2 gap-3 xl:grid-cols-4">{rows.map(row).collect_view()}</dl>
            <details>
                <summary class="lien min-h-12 content-center">{pro::entonnoir_definitions()}</summary>
                <ul class="pile pt-2">{meanings}</ul>
            </details>
        </section>
    }
}
