//! The code at the door, to print, and a new one in one tap.

use leptos::prelude::*;
use shared::{
    accueil::{CodeDePorte, ReadPorte, RenewPorte},
    fields::CodeEspace,
};

use crate::{
    api::call,
    ask::{Attempt, ask, shown},
    format,
    texts::accueil,
    ui::{Confirm, Icon, Loaded, PLAIN, ProblemNotice, QrImage, icons},
};

/// The code of a place.
#[component]
pub fn Door(
    /// Which.
    espace: CodeEspace,
    /// What people call it.
    nom: String,
) -> impl IntoView {
    let here = StoredValue::new(espace);
    let door = ask(move || call(ReadPorte { espace: here.get_value() }));
    let (attempt, asked) = (Attempt::new(), RwSignal::new(false));
    let renew = Callback::new(move |()| {
        asked.set(false);
        attempt.run(call(RenewPorte { espace: here.get_value() }), move |_| door.refetch());
    });
    let question = shown(move || match asked.get() {
        true => view! {
            <Confirm
                question=accueil::porte_question()
                detail=accueil::porte_detail()
                no=accueil::porte_non()
                yes=accueil::porte_oui()
                on_no=Callback::new(move |()| asked.set(false))
                on_yes=renew
            />
        }
        .into_any(),
        false => view! {
            <button type="button" class=PLAIN on:click=move |_| asked.set(true)>
                <Icon path=icons::RETRY />
                {accueil::porte_nouveau()}
            </button>
        }
        .into_any(),
    });
    view! {
        <p>{accueil::porte_aide()}</p>
        <Loaded from=door let:door>
            <Poster door nom=nom.clone() />
        </Loaded>
        <div class="pile max-w-xl">
            <button type="button" class=PLAIN on:click=move |_| drop(window().print())>
                <Icon path=icons::PRINT />
                {accueil::porte_imprimer()}
            </button>
            <ProblemNotice problem=attempt.problem />
            {question}
        </div>
    }
    .into_any()
}

#[component]
fn Poster(door: CodeDePorte, nom: String) -> impl IntoView {
    let depuis = door.depuis.map(|at| accueil::porte_depuis(&format::moment(at, &format::own_zone())));
    view! {
        <section class="carte carte-moment imprime porte max-w-xl" aria-label=accueil::porte_titre()>
            <p class="porte-nom">{nom}</p>
            <p class="text-2xl font-bold">{accueil::porte_sous()}</p>
            <QrImage svg=door.qr alt=accueil::porte_qr() />
            <p class="discret pas-imprimer break-all" dir="ltr">
                {door.lien}
            </p>
        </section>
        {depuis.map(|depuis| view! { <p class="discret">{depuis}</p> })}
    }
}
