"""Names for the sample council: the mix of a London borough, in invented combinations."""

from typing import NamedTuple


class Pool(NamedTuple):
    """Names that are combined with each other, and the ethnicity (from the code list) of each."""

    ethnicity: str
    adults: tuple[str, ...]
    children: tuple[str, ...]
    surnames: tuple[str, ...]


def _pool(ethnicity: str, adults: str, children: str, surnames: str) -> Pool:
    return Pool(ethnicity, tuple(adults.split()), tuple(children.split()), tuple(surnames.split()))


BRITISH = _pool(
    "White British",
    "Helen Karen Joanne Claire Rachel Laura Gemma Hannah Beth Lucy Alison Judith Zoë Siân Fiona "
    "Mark Stephen Andrew Paul Simon Gareth Craig Neil Robert Martin Tom Jack Callum Graham Iain",
    "Alfie Archie Poppy Evie Jayden Harley Ruby Mason Lexi Tyler Ellie Callie Riley Logan Daisy "
    "Finley Imogen Toby Freya Kian",
    "Ashdown Barnsley Copeland Dunmore Eastwood Fairclough Greenhalgh Hargreaves Inskip Jessop "
    "Kershaw Lockwood Mayhew Nettleton Ormerod Pickering Quigley Rushworth Stubbs Thackeray "
    "Underhill Varley Wainwright Yardley Pritchard Llewellyn McAllister Sutherland",
)
POOLS = (
    BRITISH,
    BRITISH,
    BRITISH,
    _pool(
        "Bangladeshi",
        "Nasima Shahida Rahima Taslima Farzana Ruksana Anwar Shofiqul Jahangir Mizan Kamrul Habib",
        "Ayaan Zakariya Sumaiya Tahmid Nabila Ismail Raisa Yusuf Maisha Rayhan Samira Adnan",
        "Chowdhury Miah Uddin Begum Hoque Rahman Talukder Sarkar Mollah Alom",
    ),
    _pool(
        "Pakistani",
        "Shazia Nadia Samina Bushra Farah Imran Tariq Naveed Asif Khalid",
        "Hamza Aisha Zain Hafsa Bilal Maryam Umar Alishba Haroon Minahil",
        "Akhtar Mahmood Qureshi Siddiqui Bashir Mirza Rafiq Yaqub Anjum Butt",
    ),
    _pool(
        "Indian",
        "Priya Meena Anjali Harpreet Kavita Sunita Rajesh Vikram Gurdeep Sanjay Nikhil",
        "Aarav Diya Arjun Jasleen Rohan Anaya Simran Dev Kiran Isha",
        "Patel Sandhu Mistry Grewal Desai Chauhan Bhatt Nair Dhaliwal Solanki",
    ),
    _pool(
        "Black African",
        "Folake Ngozi Adaeze Abena Temitope Efua Chidi Kwame Olumide Emeka Kofi Tunde",
        "Tobi Chiamaka David Esther Kelechi Ama Samuel Blessing Daniel Ifeoma Joshua Zuri",
        "Adeyemi Okonkwo Boateng Mensah Afolabi Eze Owusu Balogun Asante Nwosu Oyelaran Appiah",
    ),
    _pool(
        "Black African (Somali)",
        "Hodan Ifrah Sagal Amina Hibaq Abdirahman Liban Mahad Guled Warsame",
        "Abdi Ayan Idil Zakaria Filsan Ilyas Najma Hanad Sahra Mustafa",
        "Abdullahi Jama Farah Warsame Hersi Duale Egal Samatar Aden Nur",
    ),
    _pool(
        "Black Caribbean",
        "Marcia Beverley Sonia Yvonne Natalie Delroy Winston Errol Leon Marlon",
        "Tyrese Shanice Kymani Nevaeh Malachi Amara Jerome Tiana Reuben Keziah",
        "Campbell Gordon Francis Beckford Clarke Palmer Brissett Samuels Lindo Facey",
    ),
    _pool(
        "White Irish",
        "Siobhan Aoife Maeve Deirdre Niamh Padraig Ciaran Declan Eoin Brendan",
        "Cillian Saoirse Oisin Caoimhe Rory Orla Fionn Clodagh Tadhg Roisin",
        "O'Neill O'Sullivan Doherty Gallagher Kavanagh Brannigan McGrath Keane Tierney Nolan",
    ),
    _pool(
        "Any other White background",
        "Agnieszka Magdalena Ioana Elena Katarzyna Marek Piotr Andrei Bogdan Tomasz",
        "Oliwia Filip Maja Jakub Alexandru Zofia Matei Lena Kacper Sorin",
        "Nowak Kowalska-Webb Popescu Ionescu Zielinski Wojcik Dumitru Marin Lis Petrov",
    ),
    _pool(
        "Chinese",
        "Mei Ling Wei Jun Hui Grace Vincent Alan",
        "Lily Jason Chloe Ethan Mia Ryan Jia Leo",
        "Cheung Lau Tsang Yip Kwok Fung Leung Siu",
    ),
    _pool(
        "White and Black Caribbean",
        "Jade Simone Kayleigh Danielle Aaron Curtis Nathan Dominic",
        "Kaiden Lacey Tyreece Aaliyah Jaydon Skye Marley Chanel",
        "Bailey Harriott Fenton Rowe Mullings Dyer Wright-Cole Barrow",
    ),
)
