//! An atelier as those who publish or lead it see it: what it is, who comes, what is done with it.

use leptos::prelude::*;
use shared::ateliers::{AtelierPro, EtatAtelier, ListeAtelier, ReadListeAtelier};

use super::{
    Back, counts_apart, etat, gestes::Gestes, in_address, is_placed, papier::Papier, pointage::Liste,
    relecture::Relecture, retours::RetoursView, serie::OtherDates,
};
use crate::{
    api::call,
    ask::{ask, memo, shown, watch},
    ateliers::mots::{lieu, meneur, quand},
    comptes::pro::voix,
    live::Live,
    permanences::{besoin_icon, besoin_label},
    route::Route,
    taps::Taps,
    texts::ateliers,
    ui::{CARD, Icon, Loaded, Page, focus_heading, icons},
};

/// What was read last: what is done on the list stays while it is read again.
pub type Known = RwSignal<Option<ListeAtelier>>;

/// What was just done, in words: where the focus goes after the button that is gone.
pub type Said = RwSignal<Option<String>>;

/// Where the address says how many dates were changed.
pub const CHANGED: &str = "dates";

/// The address `/pro/ateliers/{atelier}`.
#[component]
pub fn FeuillePage() -> impl IntoView {
    let (live, taps) = (Live::expect(), Taps::expect());
    let known: Known = RwSignal::new(None);
    let asked = ask(move || {
        live.catch_up.track();
        live.rendez_vous.track();
        let atelier = in_address();
        async move { call(ReadListeAtelier { atelier: atelier.ok_or_else(voix::unknown)? }).await }
    });
    watch(Box::new(move || {
        if let Some(liste) = asked.ok() {
            known.set(Some(liste));
            taps.is_read();
        }
    }));
    let head = memo(move || known.get().map(|liste| liste.atelier));
    let is_read = memo(move || known.with(Option::is_some));
    let titre =
        Signal::derive(move || head.get().map_or_else(|| ateliers::pro_titre().to_owned(), |pro| pro.atelier.titre));
    view! {
        <Page titre>
            <Back href="/pro/ateliers" label=ateliers::pro_retour() />
            {shown(move || match is_read.get() {
                true => view! { <Sheet head known /> }.into_any(),
                false => view! { <Loaded from=asked let:_>""</Loaded> }.into_any(),
            })}
        </Page>
    }
    .into_any()
}

#[component]
fn Sheet(head: Memo<Option<AtelierPro>>, known: Known) -> impl IntoView {
    let (route, said): (_, Said) = (Route::expect(), RwSignal::new(None));
    let id = memo(move || head.get().map(|pro| pro.atelier.id));
    // It is said of one date: another one is another page. The form of a change leads here with how many it has changed.
    let former = StoredValue::new(id.get_untracked());
    watch(Box::new(move || {
        let now = id.get();
        if former.get_value() != now {
            former.set_value(now);
            focus_heading();
        }
        let many = route.query(CHANGED).and_then(|many| many.parse::<u8>().ok());
        said.set(many.map(|many| ateliers::pro_change_dates(&many.to_string())));
    }));
    let guests = memo(move || {
        let of =
            |liste: &ListeAtelier| liste.participants.iter().filter(|one| one.sans_compte && is_placed(one)).count();
        known.with(|liste| liste.as_ref().map(of).unwrap_or_default())
    });
    let dates = memo(move || known.with(|liste| liste.as_ref().map(|liste| liste.dates.clone()).unwrap_or_default()));
    let draft =
        memo(move || head.get().map(|pro| pro.atelier).filter(|atelier| atelier.etat == EtatAtelier::Brouillon));
    view! {
        <p role="status" class="note font-bold empty:hidden">
            {move || said.get()}
        </p>
        <div class="deux-colonnes">
            <div>
                {shown(move || match head.get() {
                    Some(pro) => view! { <Head pro guests=guests.get() /> }.into_any(),
                    None => ().into_any(),
                })}
                {shown(move || match draft.get() {
                    Some(atelier) => view! { <Relecture atelier /> }.into_any(),
                    None => ().into_any(),
                })}
                {shown(move || match dates.get() {
                    dates if dates.is_empty() => ().into_any(),
                    dates => view! { <OtherDates dates /> }.into_any(),
                })}
                <Liste known />
            </div>
            <div>
                {shown(move || match id.get() {
                    Some(_) => view! { <Gestes known said /> }.into_any(),
                    None => ().into_any(),
                })}
                <RetoursView known />
            </div>
        </div>
        <Papier known />
    }
}

#[component]
fn Head(pro: AtelierPro, guests: usize) -> impl IntoView {
    let how_many = counts_apart(&pro, u32::try_from(guests).unwrap_or_default());
    let (when, ou, state) = (quand(&pro.atelier), lieu(&pro.atelier), etat(pro.atelier.etat));
    let cancelled = pro.atelier.etat == EtatAtelier::Annule;
    let series = (0 < pro.serie).then(|| {
        let all = (pro.serie + 1).to_string();
        view! { <p class="discret">{ateliers::pro_serie(&all)}</p> }
    });
    let word = pro.mot.as_ref().map(|mot| view! { <p dir="auto">{ateliers::pro_annule_mot(mot)}</p> });
    let point = pro.atelier.point_rencontre.as_ref().map(|ou| ateliers::rendez_vous_ou(ou));
    let leaders: Vec<String> = pro.atelier.meneurs.iter().map(meneur).collect();
    view! {
        <div class=CARD>
            <p class="etiquette justify-self-start" class=("etiquette-alerte", cancelled)>
                {state}
            </p>
            <p class="text-lg font-bold first-letter:uppercase">{when}</p>
            <p class="flex gap-2">
                <Icon path=icons::PIN class="size-5 mt-0.5 shrink-0" />
                <span>{ou} {point.map(|point| view! { <span class="block" dir="auto">{point}</span> })}</span>
            </p>
            <p class="flex gap-2">
                <Icon path=besoin_icon(pro.atelier.besoin) class="size-5 mt-0.5 shrink-0" />
                {besoin_label(pro.atelier.besoin)}
            </p>
            <p class="flex gap-2">
                <Icon path=icons::PEOPLE class="size-5 mt-0.5 shrink-0" />
                <span dir="auto">{leaders.join(" · ")}</span>
            </p>
            <p class="font-bold">{how_many}</p>
            {series}
            {word}
            <p class="discret">{ateliers::pro_de_structure(&pro.structure_nom)}</p>
        </div>
    }
}
