//! "Comment te prévenir": on which devices, for what, and when not. In the second program of jeunes and in that of
//! professionals; the first one bears none of it.

mod browser;

use leptos::prelude::*;
use shared::{
    fields::Heure,
    messages::avis::{CanalEcrit, ChooseAvis, GenreAvis, PreferenceAvis, PreferencesAvis, ReadAvis, Silence},
};

use crate::{
    api::call,
    ask::{Attempt, ask, shown},
    texts::avis,
    ui::{CheckField, Field, Icon, Loaded, PLAIN, ProblemNotice, SMALL, icons},
};
use browser::Device;

/// For whom the section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// A jeune.
    Jeune,
    /// A professional, who is told of messages only, and has an e-mail in the morning.
    Professionnel,
}

impl Whom {
    fn genres(self) -> &'static [GenreAvis] {
        match self {
            Self::Jeune => &GenreAvis::ALL,
            Self::Professionnel => &[GenreAvis::Message],
        }
    }
}

/// Signing out makes this device silent. Whatever goes wrong, the server does it too.
pub async fn leave() {
    drop(browser::forget().await);
}

/// The section.
#[component]
pub fn Prevenir(
    /// For whom.
    whom: Whom,
) -> impl IntoView {
    let preferences = ask(|| call(ReadAvis {}));
    let again = Callback::new(move |()| preferences.refetch());
    view! {
        <section class="carte" aria-labelledby="prevenir">
            <h2 id="prevenir" class="titre-2 flex items-center gap-2">
                <Icon path=icons::BELL />
                {avis::titre()}
            </h2>
            <p>{avis::aide()}</p>
            <ThisDevice again />
            <Loaded from=preferences let:preferences>
                <Choices whom preferences />
            </Loaded>
        </section>
    }
    .into_any()
}

// The permission is asked on a tap, never by itself.
#[component]
fn ThisDevice(again: Callback<()>) -> impl IntoView {
    let (attempt, device) = (Attempt::new(), RwSignal::new(None::<Device>));
    attempt.run(async { Ok(browser::look().await) }, move |now| device.set(Some(now)));
    let changed = move |now| {
        device.set(Some(now));
        again.run(());
    };
    let button = move |label: &'static str, class: &'static str, allows: bool| {
        let act = move |_| {
            if allows {
                attempt.run(browser::allow(), changed);
            } else {
                attempt.run(browser::forget(), changed);
            }
        };
        view! {
            <button type="button" class=class on:click=act>
                {label}
            </button>
        }
    };
    let view = shown(move || match device.get() {
        None => ().into_any(),
        Some(Device::Unable) => view! { <p class="note">{avis::telephone_impossible()}</p> }.into_any(),
        Some(Device::Refused) => view! { <p class="note">{avis::telephone_refuse()}</p> }.into_any(),
        Some(Device::Off) => button(avis::telephone_permettre(), PLAIN, true).into_any(),
        Some(Device::Failed) => view! {
            <p class="note" role="alert">
                {avis::telephone_echec()}
            </p>
            {button(avis::telephone_permettre(), PLAIN, true)}
        }
        .into_any(),
        Some(Device::On) => view! {
            <p role="status" class="font-bold">
                {avis::telephone_oui()}
            </p>
            {button(avis::telephone_arreter(), SMALL, false)}
        }
        .into_any(),
    });
    view! {
        {view}
        <ProblemNotice problem=attempt.problem />
    }
    .into_any()
}

// Each tap is stored at once.
#[component]
fn Choices(whom: Whom, preferences: PreferencesAvis) -> impl IntoView {
    let (attempt, done) = (Attempt::new(), RwSignal::new(false));
    let of = |genre: GenreAvis| preferences.genres.iter().copied().find(|one| one.genre == genre);
    let rows: Vec<Row> = whom
        .genres()
        .iter()
        .map(|genre| {
            let PreferenceAvis { push, ecrit, .. } = of(*genre).unwrap_or(PreferenceAvis::by_default(*genre));
            Row { genre: *genre, push: RwSignal::new(push), ecrit: RwSignal::new(ecrit) }
        })
        .collect();
    let (quiet, resume) = (RwSignal::new(preferences.silence.is_some()), RwSignal::new(preferences.resume));
    let hours = preferences.silence.or(Silence::by_default());
    let text = |heure: Option<Heure>| RwSignal::new(heure.map(|heure| heure.to_string()).unwrap_or_default());
    let (from, to) = (text(hours.map(|hours| hours.debut)), text(hours.map(|hours| hours.fin)));
    let silence = move || {
        let (debut, fin) = (from.get().parse::<Heure>().ok()?, to.get().parse::<Heure>().ok()?);
        (debut != fin).then_some(Silence { debut, fin })
    };
    let wrong = Signal::derive(move || (quiet.get() && silence().is_none()).then(|| avis::silence_heure().to_owned()));
    let chosen = rows.clone();
    Effect::new(move |before: Option<()>| {
        let genres = chosen.iter().map(Row::preference).collect();
        let request = ChooseAvis { genres, silence: silence().filter(|_| quiet.get()), resume: resume.get() };
        if before.is_some() && wrong.get().is_none() {
            done.set(false);
            attempt.run(call(request), move |_| done.set(true));
        }
    });
    let by = match preferences.ecrit {
        Some(CanalEcrit::Courriel) => avis::par_courriel(),
        Some(CanalEcrit::Sms) => avis::par_sms(),
        None => avis::par_ecrit(),
    };
    let unreachable = (!preferences.joignable).then(|| view! { <p class="note">{avis::injoignable()}</p> });
    let summary =
        (whom == Whom::Professionnel).then(|| view! { <CheckField label=avis::resume() name="resume" value=resume /> });
    let hours = shown(move || match quiet.get() {
        true => view! {
            <div class="grid grid-cols-2 gap-3">
                <Field label=avis::silence_de() name="silence-de" value=from kind="time" error=wrong />
                <Field label=avis::silence_a() name="silence-a" value=to kind="time" />
            </div>
            <p class="discret">{avis::silence_aide()}</p>
        }
        .into_any(),
        false => ().into_any(),
    });
    view! {
        {unreachable}
        {rows.into_iter().map(|row| row.view(by)).collect_view()}
        <p class="discret">{avis::par_ecrit_aide()}</p>
        {summary}
        <CheckField label=avis::silence() name="silence" value=quiet />
        {hours}
        <p role="status" class="font-bold empty:hidden">
            {move || done.get().then(avis::note)}
        </p>
        <ProblemNotice problem=attempt.problem />
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Row {
    genre: GenreAvis,
    push: RwSignal<bool>,
    ecrit: RwSignal<bool>,
}

impl Row {
    fn preference(&self) -> PreferenceAvis {
        PreferenceAvis { genre: self.genre, push: self.push.get(), ecrit: self.ecrit.get() }
    }

    fn view(self, by: &'static str) -> AnyView {
        let (title, push, ecrit) = match self.genre {
            GenreAvis::Message => (avis::message(), "push-message", "ecrit-message"),
            GenreAvis::RendezVous => (avis::rendez_vous(), "push-rendez-vous", "ecrit-rendez-vous"),
            GenreAvis::PlaceLiberee => (avis::place_liberee(), "push-place", "ecrit-place"),
            GenreAvis::Atelier => (avis::atelier(), "push-atelier", "ecrit-atelier"),
        };
        view! {
            <fieldset class="grid gap-2">
                <legend class="mb-1.5 font-bold">{title}</legend>
                <div class="grid gap-2 sm:grid-cols-2">
                    <CheckField label=avis::par_notification() name=push value=self.push />
                    <CheckField label=by name=ecrit value=self.ecrit />
                </div>
            </fieldset>
        }
        .into_any()
    }
}
