//! Somebody is there who had not joined: a first name is enough.

use leptos::prelude::*;
use shared::{Problem, ateliers::AddInvite, fields::Prenom, ids::AtelierId};

use crate::{
    api::Key,
    ask::{memo, shown},
    taps::{Tap, Taps},
    texts::{ateliers, pro},
    ui::{Field, Icon, ProblemNotice, SMALL, Submit, codes::explain_field, focus_first_error, icons},
};

/// A guest without an account: a first name is enough, with or without a network, and the field is ready for the next one.
#[component]
pub fn Guest(
    /// Of which.
    atelier: AtelierId,
) -> impl IntoView {
    let (taps, tried) = (Taps::expect(), RwSignal::new(false));
    let (prenom, opened) = (RwSignal::new(String::new()), RwSignal::new(false));
    let last = RwSignal::new(None::<String>);
    let error = Signal::derive(move || Prenom::parse(&prenom.get()).err().filter(|_| tried.get()).map(explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Ok(who) = Prenom::parse(&prenom.get_untracked()) else { return focus_first_error() };
        tried.set(false);
        prenom.set(String::new());
        last.set(Some(who.as_str().to_owned()));
        // Another guest may bear the same name: each is another intention.
        taps.push(Tap::Invite { key: Key::new(), request: AddInvite { atelier, prenom: who } });
    };
    let refused = Signal::derive(move || match taps.refused()? {
        (Tap::Invite { request, .. }, why) if request.atelier == atelier => {
            let title = format!("{} {}", pro::jour_pas_ajoute(request.prenom.as_str()), why.title);
            Some(Problem { title, ..why })
        }
        _ => None,
    });
    let coming = memo(move || taps.waiting(|all| guests(all, atelier)));
    let submit = StoredValue::new_local(std::rc::Rc::new(submit));
    // Their line may be thousands of pixels below: that it worked is said where one has just typed.
    let said = move || {
        let who = last.get().filter(|who| refused.get().is_none() && !coming.get().contains(who))?;
        Some(ateliers::pro_invite_fait(&who))
    };
    let form = shown(move || match opened.get() {
        false => ().into_any(),
        true => view! {
            <form class="pile" novalidate on:submit=move |event| (submit.get_value())(event)>
                <Field label=ateliers::pro_invite_prenom() name="prenom" value=prenom maxlength=40 error />
                <Submit label=ateliers::pro_invite_ajouter() pending=Signal::stored(false) />
            </form>
        }
        .into_any(),
    });
    let toggle = move |_| {
        tried.set(false);
        opened.update(|opened| *opened = !*opened);
    };
    view! {
        <button type="button" class=SMALL aria-expanded=move || opened.get().to_string() on:click=toggle>
            {move || {
                let path = if opened.get() { icons::CLOSE } else { icons::PLUS };
                view! { <Icon path /> }
            }}
            {ateliers::pro_invite_titre()}
        </button>
        {form}
        <p role="status" class="font-bold empty:hidden">
            {said}
        </p>
        <ProblemNotice problem=refused />
        {shown(move || coming.get().into_iter().map(|prenom| view! { <OnItsWay prenom /> }).collect_view().into_any())}
    }
}

fn guests(all: &[Tap], of: AtelierId) -> Vec<String> {
    let names = all.iter().filter_map(|tap| match tap {
        Tap::Invite { request, .. } if request.atelier == of => Some(request.prenom.as_str().to_owned()),
        _ => None,
    });
    names.collect()
}

/// A guest whom the server does not know yet.
#[component]
fn OnItsWay(prenom: String) -> impl IntoView {
    let initial: String = prenom.chars().take(1).collect();
    view! {
        <p class="flex items-center gap-2">
            <span class="initiale initiale-vient" aria-hidden="true">
                {initial}
            </span>
            <span class="min-w-0">
                <strong dir="auto">{prenom}</strong>
                " "
                <span class="discret">{format!("{} · {}", ateliers::pro_sans_compte(), pro::jour_en_attente())}</span>
            </span>
        </p>
    }
}
