"""Invented companies, people, streets and numbers, in the flavour of each country."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Flavour:
    """How names and numbers look in a country; ``#`` in a pattern is a digit."""

    share: float
    surnames: tuple[str, ...]
    first_names: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    streets: tuple[str, ...]
    house_first: bool = False
    tax_number: str
    phone: str


FLAVOURS = {
    "IT": Flavour(
        share=0.37,
        surnames=("Ferrari", "Bianchi", "Colombo", "Ricci", "Marino", "Greco", "Gallo", "Conti", "Mancini", "Rizzo",
                  "Lombardi", "Barbieri", "Fontana", "Santoro", "Mariani", "Rinaldi", "Caruso", "Ferrara", "Galli",
                  "Martini", "Leone", "Longo", "Gentile", "Martinelli", "Vitale", "Serra", "Coppola", "Villa"),
        first_names=("Marco", "Giulia", "Alessandro", "Francesca", "Davide", "Chiara", "Matteo", "Silvia", "Stefano"),
        trades=("Imballaggi", "Alimentari", "Vini", "Farmaceutici", "Cosmetica", "Conserve", "Logistica", "Acque Minerali",
                "Caseificio", "Detergenti", "Dolciaria", "Olearia"),
        forms=("S.r.l.", "S.r.l.", "S.p.A.", "& Figli S.n.c."),
        streets=("Via Roma", "Via dell'Industria", "Via Garibaldi", "Via Emilia", "Via dell'Artigianato", "Viale Europa"),
        tax_number="IT###########", phone="+39 0## #######",
    ),
    "RO": Flavour(
        share=0.19,
        surnames=("Popa", "Ionescu", "Radu", "Dumitru", "Stoica", "Gheorghe", "Matei", "Ciobanu", "Rusu", "Moldovan",
                  "Munteanu", "Șerban", "Lazăr", "Florea", "Barbu", "Nistor", "Oprea", "Dobre", "Tudor", "Manole"),
        first_names=("Andrei", "Elena", "Mihai", "Ioana", "Cristian", "Alina", "Bogdan", "Raluca", "Răzvan"),
        trades=("Ambalaje", "Lactate", "Vinuri", "Farma", "Cosmetice", "Panificație", "Logistic", "Ape Minerale", "Carne",
                "Agro", "Plast", "Distribuție"),
        forms=("S.R.L.", "S.R.L.", "S.A."),
        streets=("Str. Fabricii", "Bd. Unirii", "Str. Mihai Eminescu", "Calea București", "Str. Libertății", "Str. Gării"),
        tax_number="RO########", phone="+40 2## ### ###",
    ),
    "DE": Flavour(
        share=0.15,
        surnames=("Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Wagner", "Becker", "Schulz", "Hoffmann", "Koch",
                  "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Krüger", "Hartmann", "Lange"),
        first_names=("Thomas", "Sabine", "Michael", "Katrin", "Stefan", "Julia", "Andreas", "Nicole", "Jürgen"),
        trades=("Verpackung", "Lebensmittel", "Getränke", "Pharma", "Kosmetik", "Brauerei", "Logistik", "Molkerei",
                "Feinkost", "Chemie", "Süßwaren", "Mineralbrunnen"),
        forms=("GmbH", "GmbH", "GmbH & Co. KG", "AG"),
        streets=("Industriestraße", "Hauptstraße", "Bahnhofstraße", "Gewerbering", "Am Hafen", "Daimlerstraße"),
        tax_number="DE#########", phone="+49 ### ######",
    ),
    "FR": Flavour(
        share=0.09,
        surnames=("Martin", "Bernard", "Dubois", "Thomas", "Robert", "Petit", "Durand", "Leroy", "Moreau", "Simon",
                  "Laurent", "Lefèvre", "Garnier", "Faure", "Rousseau", "Girard"),
        first_names=("Julien", "Camille", "Nicolas", "Sophie", "Antoine", "Émilie", "Pierre", "Hélène"),
        trades=("Emballages", "Agroalimentaire", "Vins", "Pharma", "Cosmétiques", "Laiterie", "Logistique", "Conserverie"),
        forms=("SARL", "SAS", "SA"),
        streets=("Rue de l'Industrie", "Avenue Jean Jaurès", "Rue Victor Hugo", "Zone Artisanale", "Rue des Acacias"),
        house_first=True, tax_number="FR###########", phone="+33 # ## ## ## ##",
    ),
    "AT": Flavour(
        share=0.06,
        surnames=("Gruber", "Huber", "Pichler", "Steiner", "Moser", "Mayer", "Hofer", "Leitner", "Berger", "Fuchs", "Eder"),
        first_names=("Lukas", "Anna", "Florian", "Katharina", "Markus", "Eva"),
        trades=("Verpackung", "Lebensmittel", "Getränke", "Pharma", "Weinkellerei", "Molkerei", "Logistik"),
        forms=("GmbH", "GmbH", "AG"),
        streets=("Industriestraße", "Hauptstraße", "Wiener Straße", "Gewerbepark", "Bahnhofstraße"),
        tax_number="ATU########", phone="+43 #### ######",
    ),
    "ES": Flavour(
        share=0.04,
        surnames=("García", "López", "Sánchez", "Romero", "Navarro", "Torres", "Ortega", "Molina", "Castro", "Vega"),
        first_names=("Javier", "Carmen", "Pablo", "Lucía", "Sergio", "Marta"),
        trades=("Envases", "Alimentación", "Bodegas", "Farma", "Cosmética", "Conservas", "Logística", "Aceites"),
        forms=("S.L.", "S.A."),
        streets=("Calle Mayor", "Polígono Industrial", "Avenida de la Constitución", "Calle del Carmen"),
        tax_number="ESB########", phone="+34 9## ### ###",
    ),
    "PL": Flavour(
        share=0.03,
        surnames=("Nowak", "Kowalski", "Wiśniewski", "Wójcik", "Zieliński", "Szymański", "Dąbrowski", "Mazur"),
        first_names=("Piotr", "Agnieszka", "Tomasz", "Magdalena", "Marek", "Ewa"),
        trades=("Opakowania", "Browar", "Farmacja", "Kosmetyki", "Mleczarnia", "Logistyka", "Cukiernia"),
        forms=("Sp. z o.o.", "S.A."),
        streets=("ul. Przemysłowa", "ul. Fabryczna", "ul. Kościuszki", "al. Jana Pawła II"),
        tax_number="PL##########", phone="+48 ### ### ###",
    ),
    "NL": Flavour(
        share=0.02,
        surnames=("de Jong", "Jansen", "de Vries", "Bakker", "Visser", "Smit", "Mulder", "Dekker"),
        first_names=("Daan", "Sanne", "Pieter", "Lotte", "Bram", "Femke"),
        trades=("Verpakkingen", "Zuivel", "Dranken", "Logistiek", "Bloemen", "Foods"), forms=("B.V.", "B.V.", "N.V."),
        streets=("Industrieweg", "Dorpsstraat", "Havenkade", "Stationsweg"),
        tax_number="NL#########B##", phone="+31 ## ### ####",
    ),
    "BE": Flavour(
        share=0.02,
        surnames=("Peeters", "Janssens", "Maes", "Jacobs", "Willems", "Lambert", "Dupont", "Claes"),
        first_names=("Lucas", "Emma", "Louis", "Julie", "Wout", "Céline"),
        trades=("Packaging", "Chocolaterie", "Brasserie", "Pharma", "Logistics", "Foods"), forms=("BV", "NV", "SRL"),
        streets=("Rue de la Station", "Industrielaan", "Chaussée de Mons", "Nijverheidsstraat"),
        tax_number="BE0#########", phone="+32 # ### ## ##",
    ),
    "HU": Flavour(
        share=0.015,
        surnames=("Nagy", "Kovács", "Tóth", "Szabó", "Horváth", "Varga", "Molnár", "Farkas"),
        first_names=("Gábor", "Katalin", "László", "Zsófia", "Péter", "Éva"),
        trades=("Csomagolás", "Élelmiszer", "Borászat", "Gyógyszer", "Logisztika", "Tejipar"), forms=("Kft.", "Kft.", "Zrt."),
        streets=("Ipari út", "Fő utca", "Kossuth Lajos utca", "Gyár utca"),
        tax_number="HU########", phone="+36 ## ### ###",
    ),
    "CZ": Flavour(
        share=0.015,
        surnames=("Novák", "Svoboda", "Dvořák", "Černý", "Procházka", "Kučera", "Veselý", "Horák"),
        first_names=("Jan", "Tereza", "Petr", "Lenka", "Martin", "Hana"),
        trades=("Obaly", "Pivovar", "Mlékárna", "Farma", "Logistika", "Potraviny"), forms=("s.r.o.", "s.r.o.", "a.s."),
        streets=("Průmyslová", "Hlavní", "Tovární", "Nádražní"),
        tax_number="CZ########", phone="+420 ### ### ###",
    ),
}  # fmt: skip
SECTORS = ("Food", "Beverage", "Wine and spirits", "Pharma", "Cosmetics", "Chemicals", "Logistics", "Dairy")
CATEGORIES = ("A", "B", "C")
