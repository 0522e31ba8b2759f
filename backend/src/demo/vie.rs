//! Places in real life: evenings, holidays and dates of one in Seine-Saint-Denis, the bus of Lens-Liévin, posters and cards.

use diesel::{ExpressionMethods, RunQueryDsl};
use serde_json::{Value, json};
use shared::{
    accueil::CreateEspaceTemps,
    ids::{CompteId, EspaceId, StructureId, SupportId},
};

use super::{
    World,
    places::{Espace, field},
};
use crate::{
    accueil, annuaire,
    db::{Tx, id},
    problem::Error,
    schema::{support, visite},
    time,
};

/// Real structures of Lens and Liévin (see `backend/demo/structures.csv`), side by side.
const LENS: [(&str, &str); 3] = [
    ("Bus France services Pimms Médiation Lens", "Lens"),
    ("Point information jeunesse de Liévin", "Liévin"),
    ("Centre d’information et d’orientation (CIO) de Lens", "Lens"),
];

/// The real life of the lively place: its zone, its hours of holidays, a date, what one finds there.
pub fn detail(code: &str, world: &World) -> Result<shared::accueil::DetailEspace, Error> {
    let value = match code {
        "aubervilliers" => json!({
            "venir": "Métro 12, Mairie d’Aubervilliers, puis 4 minutes à pied.",
            "commodites": ["plain-pied", "transports", "langues", "calme", "enfants", "boisson", "prise"],
            "acces_note": "La porte est vitrée. Sonne si elle est fermée, on t’ouvre.",
            "zone": "c", "vacances": "autres", "programme": true,
            "horaires_vacances": [
                { "jour": 2, "debut": "14:00", "fin": "21:00" }, { "jour": 4, "debut": "14:00", "fin": "20:00" },
                { "jour": 5, "debut": "18:00", "fin": "23:30" }, { "jour": 6, "debut": "14:00", "fin": "19:00" },
            ],
            "jours": [{ "jour": time::plus_days(world.today, 9), "mot": "Soirée jeux et soupe",
                        "heures": [{ "debut": "17:00", "fin": "23:00" }] },
                      { "jour": time::plus_days(world.today, 16), "mot": "L’équipe est en formation" }],
        }),
        "montreuil" => json!({ "zone": "c", "vacances": "ferme", "commodites": ["plain-pied", "toilettes", "calme"] }),
        _ => json!({ "zone": "c", "genre": "la-ou-ils-sont", "commodites": ["boisson", "langues"] }),
    };
    read(value)
}

/// The bus, its stops of every week and those of holidays.
pub fn bus(tx: &mut Tx<'_>, world: &World) -> Result<Espace, Error> {
    let mut structures: Vec<StructureId> = Vec::new();
    for (nom, commune) in LENS {
        structures.push(annuaire::insert_structure(tx, nom, Some(commune))?.id);
    }
    let stop = |jour: u8, debut: &str, fin: &str, nom: &str, adresse: &str, commune: &str, vacances: bool| json!({ "jour": jour, "debut": debut, "fin": fin, "nom": nom, "adresse": adresse, "commune": commune, "vacances": vacances });
    let arrets = [
        stop(1, "16:30", "19:00", "Lycée, côté arrêt de bus", "Avenue Jean Jaurès", "Liévin", false),
        stop(2, "17:00", "20:00", "Cité 12-14", "Route de La Bassée", "Lens", false),
        stop(3, "13:30", "18:00", "Place du marché", "Place Jean Jaurès", "Lens", false),
        stop(4, "17:00", "20:00", "Parking de la piscine", "Rue Marie-Liétard", "Liévin", false),
        stop(5, "18:00", "22:00", "Gare", "Place du Général de Gaulle", "Lens", false),
        stop(6, "14:00", "18:00", "Stade", "Rue Clovis", "Liévin", false),
        stop(2, "10:00", "16:00", "Place du marché", "Place Jean Jaurès", "Lens", true),
        stop(4, "14:00", "20:00", "Parking de la piscine", "Rue Marie-Liétard", "Liévin", true),
        stop(6, "14:00", "18:00", "Stade", "Rue Clovis", "Liévin", true),
    ];
    let request: CreateEspaceTemps = read(json!({
        "code": "bus-lens-lievin", "nom": "Le bus de Lens-Liévin",
        "presentation": "Un bus qui vient à toi. Tu montes, tu t’assois, on parle.",
        "lieu": "Le bus", "adresse": "49 Place du Général de Gaulle", "commune": "Lens", "horaires": [],
        "structures": &structures, "propositions": ["Parler avec quelqu’un", "Faire une démarche en ligne", "Trouver une formation"],
        "detail": { "genre": "mobile", "zone": "b", "vacances": "autres", "arrets": arrets, "programme": true,
                    "commodites": ["transports", "boisson", "prise"], "venir": "Le bus est vert. Il attend dix minutes de plus s’il y a du monde." },
    }))?;
    let made = accueil::db::create(tx, &request, &world.zone_name, world.today)?;
    Ok(Espace { code: "bus-lens-lievin", id: made.id, structures, horaires: Vec::new(), unlike: request.detail })
}

/// The days on which a place is not as every week, and what they take back.
pub fn unlike(tx: &mut Tx<'_>, place: &Espace) -> Result<(), Error> {
    accueil::set_days(tx, place.id, &place.unlike)?;
    let mot = "Le lieu a d’autres horaires ce jour-là.".parse().map_err(field)?;
    accueil::murs::clear(tx, place.id, Some(&mot))
}

/// What brought people to the lively place these last days.
pub fn supports(tx: &mut Tx<'_>, world: &World, espace: EspaceId, par: CompteId) -> Result<(), Error> {
    for (genre, libelle, code, scans, comptes) in
        [("affiche", "Vitrine de la boulangerie", "demo234", 6, 1), ("cartes", "Devant le lycée", "demo567", 11, 3)]
    {
        let made: SupportId = id();
        diesel::insert_into(support::table)
            .values((
                support::id.eq(made.to_string()),
                support::espace_id.eq(espace.to_string()),
                support::genre.eq(genre),
                support::libelle.eq(libelle),
                support::code.eq(code),
                support::cree_par.eq(par.to_string()),
                support::cree_le.eq(tx.now.0),
            ))
            .execute(tx.db)?;
        for (days, more) in [(-20, 4), (-9, 2), (-2, 0), (-1, 1)] {
            diesel::insert_into(visite::table)
                .values((
                    visite::support_id.eq(made.to_string()),
                    visite::jour.eq(time::plus_days(world.today, days).to_string()),
                    visite::scans.eq(scans + more),
                    visite::comptes.eq(comptes),
                ))
                .execute(tx.db)?;
        }
    }
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|why| Error::Internal(format!("the demonstration has a wrong place: {why}")))
}
