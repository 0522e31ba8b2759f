//! The photos of a place, for its team: three at the most, each said in words.

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    Problem,
    accueil::{DeletePhoto, DescribePhoto, ListPhotos, PHOTOS, PhotoEspace, SendPhoto},
    fields::{CodeEspace, Ligne},
    ids::PhotoId,
};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, HtmlInputElement};

use super::Back;
use crate::{
    api::{call, call_with_bytes, new_uuid},
    ask::{Answer, Attempt, ask},
    comptes::pro::voix,
    messages::{Refused, make_photo},
    route::Route,
    texts::espaces,
    ui::{Field, Icon, Loaded, Page, ProblemNotice, SMALL, Submit, codes, focus_first_error, icons},
};

/// The address `/pro/photos/{code}`.
#[component]
pub fn PhotosPage() -> impl IntoView {
    let code = super::code_of(&Route::expect().path());
    let asked = code.clone();
    let photos = ask(move || {
        let espace = asked.clone();
        async move { call(ListPhotos { espace: espace.ok_or_else(voix::unknown)? }).await }
    });
    view! {
        <Page titre=espaces::photos_titre()>
            <Back />
            <p class="max-w-2xl">{espaces::photos_aide()}</p>
            <Loaded from=photos let:list>
                {code.clone().map(|espace| view! { <Photos espace list again=photos /> })}
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Photos(espace: CodeEspace, list: Vec<PhotoEspace>, again: Answer<Vec<PhotoEspace>>) -> impl IntoView {
    let deleting = Attempt::new();
    let is_full = PHOTOS <= list.len();
    let own = espace.clone();
    let item = move |one: PhotoEspace| {
        let (espace, photo) = (own.clone(), one.id);
        let delete = move |_| {
            deleting.run(call(DeletePhoto { espace: espace.clone(), photo }), move |_| again.refetch());
        };
        let said = one.description.clone().unwrap_or_else(|| espaces::photo_sans_mot().to_owned());
        let picture = one.description.map(|alt| {
            view! { <img src=one.adresse alt=alt class="photo-lieu" loading="lazy" width="640" height="427" /> }
        });
        view! {
            <li class="carte">
                {picture}
                <p>{said.clone()}</p>
                <button type="button" class=format!("{SMALL} justify-self-start") on:click=delete>
                    <Icon path=icons::TRASH />
                    {espaces::photo_supprimer()}
                    <span class="sr-only">" : " {said}</span>
                </button>
            </li>
        }
    };
    let add = if is_full {
        view! { <p class="font-bold">{espaces::photos_pleines()}</p> }.into_any()
    } else {
        view! { <Add espace again /> }.into_any()
    };
    view! {
        <div class="pile max-w-2xl">
            <ul class="pile empty:hidden">{list.into_iter().map(item).collect_view()}</ul>
            <ProblemNotice problem=deleting.problem />
            {add}
        </div>
    }
    .into_any()
}

/// What one adds: a photo, made smaller on this device, and what is on it.
#[component]
fn Add(espace: CodeEspace, again: Answer<Vec<PhotoEspace>>) -> impl IntoView {
    let ready = StoredValue::new_local(None::<(PhotoId, Blob)>);
    let (chosen, refused) = (RwSignal::new(None::<String>), RwSignal::new(None::<Refused>));
    let description = RwSignal::new(String::new());
    let (tried, sending) = (RwSignal::new(false), Attempt::new());
    let choose = move |event: ev::Event| {
        let input = event.target().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return };
        spawn_local(async move {
            let made = make_photo(&file).await;
            refused.try_set(made.as_ref().err().copied());
            chosen.try_set(made.is_ok().then(|| file.name()));
            // The id is made once: whoever taps twice sends one photo.
            let id = new_uuid().parse().ok();
            ready.try_set_value(id.zip(made.ok()));
        });
    };
    let no_file = Signal::derive(move || match refused.get() {
        Some(Refused::Unknown) => Some(espaces::photo_refusee().to_owned()),
        Some(Refused::TooHeavy) => Some(Refused::TooHeavy.why().to_owned()),
        None => (tried.get() && chosen.with(Option::is_none)).then(|| espaces::photo_manque().to_owned()),
    });
    let error = Signal::derive(move || {
        Ligne::parse(&description.get()).err().filter(|_| tried.get()).map(codes::explain_field)
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let typed = Ligne::parse(&description.get_untracked()).ok();
        match (ready.get_value(), typed) {
            (Some((photo, bytes)), Some(description)) => {
                sending.run(add(espace.clone(), photo, bytes, description), move |_| again.refetch());
            }
            _ => focus_first_error(),
        }
    };
    view! {
        <form class="pile" novalidate on:submit=submit>
            <div class="champ">
                <label for="champ-photo" class="font-bold">
                    {espaces::photo_champ()}
                </label>
                <p id="aide-photo" class="discret">
                    {espaces::photo_champ_aide()}
                </p>
                <input
                    id="champ-photo"
                    type="file"
                    class="file-input w-full"
                    accept="image/jpeg,image/png,image/webp"
                    aria-describedby="aide-photo erreur-photo"
                    aria-invalid=move || no_file.with(Option::is_some).then_some("true")
                    on:change=choose
                />
                <p id="erreur-photo" class="erreur" role="alert">
                    {no_file}
                </p>
            </div>
            <Field
                label=espaces::photo_description()
                hint=espaces::photo_description_aide()
                name="description"
                value=description
                maxlength=200
                error
            />
            <ProblemNotice problem=sending.problem />
            <Submit label=espaces::photo_ajouter() pending=sending.pending />
        </form>
    }
}

async fn add(espace: CodeEspace, photo: PhotoId, bytes: Blob, description: Ligne) -> Result<Vec<PhotoEspace>, Problem> {
    let bytes: JsValue = bytes.into();
    call_with_bytes(SendPhoto { espace: espace.clone(), photo }, &bytes).await?;
    call(DescribePhoto { espace, photo, description }).await
}
