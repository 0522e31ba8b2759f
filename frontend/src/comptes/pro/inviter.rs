//! The administrator invites a professional into a structure: a link to hand over, usable once.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    annuaire::ListStructures,
    comptes::{Droits, Invitation, InviteProfessionnel},
    ids::StructureId,
};

use crate::{
    annuaire::chercher::{OneStructure, name},
    api::call,
    ask::ask,
    format,
    route::Route,
    texts::pro,
    ui::{
        CheckField, Creation, Drawing, EmptyState, Field, Icon, Loaded, MAIN, PLAIN, Page, ProblemNotice, Submit,
        focus_first_error, icons,
    },
};

/// The address `/pro/inviter`.
#[component]
pub fn InviterPage() -> impl IntoView {
    let asked = untrack(|| Route::expect().query("structure")).and_then(|id| id.parse().ok());
    // The one that the screen of structures names.
    let known = ask(move || call(ListStructures { mots: None, structure: asked }));
    let invite = Creation::<InviteProfessionnel>::new();
    view! {
        <Page titre=pro::inviter_titre()>
            {move || match invite.reply() {
                Some(invitation) => view! { <Link invitation again=move || invite.reset() /> }.into_any(),
                None => view! {
                    <Loaded from=known let:known>
                        <InviteForm first=known.liste.first().filter(|one| Some(one.id) == asked).map(|one| (one.id, name(one))) any=0 < known.total invite />
                    </Loaded>
                }
                .into_any(),
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn InviteForm(first: Option<(StructureId, String)>, any: bool, invite: Creation<InviteProfessionnel>) -> impl IntoView {
    if !any {
        return view! {
            <EmptyState drawing=Drawing::Together>
                <p class="font-bold">{pro::structures_vide_titre()}</p>
                <p>{pro::structures_vide_texte()}</p>
            </EmptyState>
            <a href="/pro/structures" class=MAIN>
                {pro::structures_ajouter()}
            </a>
        }
        .into_any();
    }
    let structure = RwSignal::new(first);
    let (referent, publie, coordonne) = (RwSignal::new(true), RwSignal::new(false), RwSignal::new(false));
    let droits = move || Droits { referent: referent.get(), publie: publie.get(), coordonne: coordonne.get() };
    let tried = RwSignal::new(false);
    let no_structure = Signal::derive(move || {
        (tried.get() && structure.with(Option::is_none)).then(|| pro::erreur_a_choisir().to_owned())
    });
    let invalid = Signal::derive(move || tried.get() && !droits().is_some());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        match structure.get_untracked() {
            Some((structure, _)) if untrack(droits).is_some() => {
                invite.send(InviteProfessionnel { structure, droits: untrack(droits) });
            }
            _ => focus_first_error(),
        }
    };
    view! {
        <form class="pile max-w-xl" novalidate on:submit=submit>
            <OneStructure label=pro::inviter_structure() chosen=structure error=no_structure />
            <fieldset class="grid gap-2" aria-describedby="erreur-droits">
                <legend class="mb-1.5 font-bold">{pro::inviter_droits()}</legend>
                <CheckField label=pro::inviter_referent() name="referent" value=referent invalid />
                <CheckField label=pro::inviter_publie() name="publie" value=publie invalid />
                <CheckField label=pro::inviter_coordonne() name="coordonne" value=coordonne invalid />
                <p id="erreur-droits" class="erreur" role="alert">
                    {move || invalid.get().then(pro::erreur_au_moins_un_droit)}
                </p>
            </fieldset>
            <ProblemNotice problem=invite.problem() />
            <Submit label=pro::inviter_action() pending=invite.pending() />
        </form>
    }
    .into_any()
}

#[component]
fn Link(invitation: Invitation, again: impl Fn() + 'static) -> impl IntoView {
    let lien = RwSignal::new(invitation.lien);
    let copied = RwSignal::new(None::<&'static str>);
    let copy = move |_| {
        let copying = lien.with_untracked(|lien| window().navigator().clipboard().write_text(lien));
        spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(copying).await.is_ok();
            copied.try_set(Some(if done { pro::copie() } else { pro::copie_impossible() }));
        });
    };
    let expire = format::moment(invitation.expire, &format::own_zone());
    view! {
        <section class="carte max-w-xl" aria-labelledby="lien-titre">
            <h2 id="lien-titre" class="titre-2">
                {pro::inviter_lien_titre()}
            </h2>
            <Field label=pro::inviter_lien() name="lien" value=lien hint=pro::inviter_lien_aide(&expire) maxlength=2000 />
            <button type="button" class=MAIN on:click=copy>
                <Icon path=icons::COPY />
                {pro::copier()}
            </button>
            <p role="status" class="font-bold empty:hidden">
                {copied}
            </p>
            <button type="button" class=PLAIN on:click=move |_| again()>
                {pro::inviter_autre()}
            </button>
        </section>
    }
}
