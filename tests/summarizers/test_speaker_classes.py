"""Who speaks where a name stands close to the words and is not their speaker; each kind with look-alikes that must stay."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of, speakers

#: Each row: a text, words of its quote, and who is named as its speaker.
Rows = list[tuple[str, str, list[str]]]

AIDES: Rows = [
    ("“No paper has been signed,” said a spokesman for President Ivo Maric.", "No paper", []),
    ("“She never saw the memo,” said the lawyer of Justice Minister Dana Holt.", "She never saw", []),
    ("“He is at home and well,” said the wife of Ambassador Rui Teles.", "at home", []),
    ("“It was a gift to the banks,” said a critic of Finance Minister Ola Berg.", "gift to", []),
    ("“The date is still open,” the office of Prime Minister Sara Lindt said on Monday.", "date is still", []),
    ("“We will vote him down,” an opponent of Governor Karl Reuter told the radio.", "vote him", []),
    ("“The visit went ahead as planned,” said two people close to Foreign Minister Leo Brandt.", "went ahead", []),
    ("“He was not in the room,” said a lawyer representing Senator Alan Voss.", "not in the room", []),
    ("“They came at night and took the files,” said one of President Ivo Maric's aides.", "came at night", []),
    ("A petition against Trade Minister Anna Moen, the party's leader, said: “The tax must go this year.”", "tax must", []),
    ("“The files are complete,” said a deputy to Health Minister Noor Aziz.", "files are", []),
    ("“We go on,” said President Ivo Maric, whose aide had left the room.", "We go on", ["Ivo Maric"]),
    ("“We go on,” said Anna Hansen, a spokeswoman for President Ivo Maric.", "We go on", ["Anna Hansen"]),
    ("“We go on,” said a spokeswoman for the ministry, Anna Hansen.", "We go on", ["Anna Hansen"]),
    ("“We go on,” said the president's spokeswoman, Anna Hansen.", "We go on", ["Anna Hansen"]),
    ("“We go on,” said Maric adviser Anna Hansen. President Ivo Maric kept silent.", "We go on", ["Anna Hansen"]),
    ("In a rebuke of the general, Senator Alan Voss said the plan was “far too dear for us all.”", "far too", ["Alan Voss"]),
    ("President Ivo Maric of Norland said: “We go on with the work.”", "We go on", ["Ivo Maric"]),
    ("Anna Hansen from the Harbor Institute in Oslo says: “We go on with the work.”", "We go on", ["Anna Hansen"]),
]  # fmt: skip

PAPERS: Rows = [
    ("A letter to Justice Minister Dana Holt said: “The court has no heating at all.”", "no heating", []),
    ("The union's letter to Dana Holt, the justice minister, said: “The court has no heating.”", "no heating", []),
    ("A complaint sent to Governor Karl Reuter stated: “The bridge was closed without notice.”", "bridge was", []),
    ("A note handed to President Ivo Maric read: “Come alone and come at night.”", "Come alone", []),
    ("The group wrote a letter to Senator Alan Voss asking for “a full account of the sums.”", "full account", []),
    ("An appeal addressed to Ambassador Rui Teles said: “Our sons are still in the camp.”", "Our sons", []),
    ("According to a study by the office of Health Minister Noor Aziz, wards are “full to the roof.”", "full to", []),
    ("According to a lawsuit against Trade Minister Anna Moen, the contract was “a gift to a friend.”", "gift to", []),
    ("A report from the staff of Governor Karl Reuter said the dam was “older than the town.”", "older than", []),
    ("A speech written for President Ivo Maric said: “The river is the border.”", "river is", []),
    ("Dana Holt, the justice minister, said in a letter to Senator Alan Voss: “The court is cold.”", "court is", ["Dana Holt"]),
    ("According to Health Minister Noor Aziz, the wards are “full to the roof.”", "full to", ["Noor Aziz"]),
    ("In a letter to Governor Karl Reuter, Senator Alan Voss wrote: “The dam is old.”", "dam is", ["Alan Voss"]),
    ("Senator Alan Voss wrote to Governor Karl Reuter: “The dam is old.”", "dam is", ["Alan Voss"]),
    ("The wards are “full to the roof,” according to the health minister, Noor Aziz.", "full to", ["Noor Aziz"]),
]  # fmt: skip

QUOTED: Rows = [
    ("Senator Alan Voss quoted Governor Karl Reuter as saying “the dam will hold.”", "dam will", ["Karl Reuter"]),
    ("State television cited President Ivo Maric as saying: “No ship leaves the port.”", "No ship", ["Ivo Maric"]),
    ("“No ship leaves the port,” the state agency quoted President Ivo Maric as saying.", "No ship", ["Ivo Maric"]),
    ("“No ship leaves the port,” President Ivo Maric was quoted as saying by the radio.", "No ship", ["Ivo Maric"]),
    ("The port is shut, the radio said, quoting Governor Karl Reuter as saying “it is over.”", "it is over", ["Karl Reuter"]),
    ("Quoting President Ivo Maric, the radio said the port was “closed to all who owe.”", "closed to", ["Ivo Maric"]),
    ("The report quoted the envoy, Rui Teles, as saying that the talks were “dead and buried.”", "dead and", ["Rui Teles"]),
    ("Senator Alan Voss remembered Governor Karl Reuter telling him that “water forgets nothing.”", "water", ["Karl Reuter"]),
    ("The paper cites Trade Minister Anna Moen as saying: “We sell to everyone.”", "We sell", ["Anna Moen"]),
    ("Anna Moen was cited by the agency as saying: “We sell to everyone who pays.”", "We sell", ["Anna Moen"]),
    ("Senator Alan Voss, quoting a song, said of Governor Karl Reuter that “he came too late.”", "came too", ["Alan Voss"]),
    ("Senator Alan Voss said: “I was quoted as a liar.”", "I was quoted", ["Alan Voss"]),
    ("“I was there,” Senator Alan Voss said. The radio had quoted Governor Karl Reuter.", "I was there", ["Alan Voss"]),
    ("Senator Alan Voss told Governor Karl Reuter: “The dam will not hold.”", "dam will", ["Alan Voss"]),
    ("“The dam will hold,” Governor Karl Reuter said, the agency reported.", "dam will", ["Karl Reuter"]),
]  # fmt: skip

ASKED: Rows = [
    ("On the stairs Senator Alan Voss was asked, “Did you take the money?” He shrugged.", "Did you", []),
    ("Governor Karl Reuter was asked: “Who pays for the dam?”", "Who pays", []),
    ("President Ivo Maric was told, “Your plane is not cleared.”", "Your plane", []),
    ("President Ivo Maric was told by the pilot, “Your plane is not cleared,” and sat down.", "Your plane", []),
    ("Trade Minister Anna Moen was asked by a student, “What does bread cost?”", "What does", []),
    ("Asked “Are you leaving?” in the hall, Trade Minister Anna Moen smiled and went on.", "Are you", []),
    ("Governor Karl Reuter was warned, “The dam is going to break.”", "dam is", []),
    ("Ambassador Rui Teles had been asked: “No cameras in the hall.”", "No cameras", []),
    ("Anna Moen, the trade minister, was then asked, “Is that a yes?”", "Is that", []),
    ("Senator Alan Voss said he was near when nurses told the family: “He is gone.”", "He is gone", []),
    ("Senator Alan Voss was asked about the money. “I never took it,” he answered.", "never took", ["Alan Voss"]),
    ("Asked by a student what bread costs, Trade Minister Anna Moen replied: “Too much.”", "Too much", ["Anna Moen"]),
    ("Governor Karl Reuter asked, “Who pays for the dam?”", "Who pays", ["Karl Reuter"]),
    ("Governor Karl Reuter, who was with the nurses, told the family: “He is gone.”", "He is gone", ["Karl Reuter"]),
    ("When asked, Ambassador Rui Teles said: “No cameras in the hall.”", "No cameras", ["Rui Teles"]),
]  # fmt: skip

NAMING_ONESELF: Rows = [
    ("President Ivo Maric watched. “I, Anna Hansen, promise to guard the law,” she read.", "promise", ["Anna Hansen"]),
    ("Governor Karl Reuter met his driver, Pavel Novak. “My name is Pavel Novak and I drive,” he said.", "I drive", ["Pavel Novak"]),
    ("Senator Alan Voss sat beside Rui Teles. “I am Rui Teles, and I am tired,” he said.", "tired", ["Rui Teles"]),
    ("Senator Alan Voss sat by Rui Teles. “Listen. My name is Rui Teles,” he said.", "Listen", ["Rui Teles"]),
    ("Karl Reuter called his brother, Jan Reuter. “I, Jan Reuter, own the mill,” he said.", "own the mill", ["Jan Reuter"]),
    ("Senator Alan Voss praised Rui Teles. “Rui Teles is a friend of mine,” he said.", "friend of", ["Alan Voss"]),
    ("“I know Rui Teles and I trust him,” Senator Alan Voss said.", "I know", ["Alan Voss"]),
    ("“I am Rui Teles's oldest friend,” Senator Alan Voss said.", "oldest", ["Alan Voss"]),
    ("“Dear Rui Teles, come home,” Senator Alan Voss wrote.", "come home", ["Alan Voss"]),
    ("“My name is on the list,” Senator Alan Voss said.", "on the list", ["Alan Voss"]),
]  # fmt: skip

TAGS: Rows = [
    ("The duties named by Senator Alan Voss on Monday are dear and a “poor joke” for farmers, Trade Minister Anna Moen said.", "poor joke", ["Anna Moen"]),
    ("Trade Minister Anna Moen said a tax on salt would be “quite absurd” given the price.", "quite absurd", ["Anna Moen"]),
    ("Governor Karl Reuter lashed out at Senator Alan Voss in a video: “Alan never built a thing in his life.”", "never built", ["Karl Reuter"]),
    ("Senator Alan Voss said the talks were “warm and long”, with Governor Karl Reuter adding they were “too long by half.”", "too long", ["Karl Reuter"]),
    ("Senator Alan Voss said the talks were “warm and long”, with Governor Karl Reuter adding they were “too long by half.”", "warm and", ["Alan Voss"]),
    ("Party chief Anna Moen urged Senator Alan Voss to resign. But Voss waved Moen away, saying, “I stay where I am.”", "I stay", ["Alan Voss"]),
    ("Anna Moen, the mayor, “is brave and a little mad,” the paper wrote while praising her speech.", "is brave", []),
    ("The council issued this statement by Governor Karl Reuter:\n\n“The dam is safe.\n\n“It was safe all year.”", "all year", ["Karl Reuter"]),
    ("The so-called “poor joke” tax was read out while Trade Minister Anna Moen slept.", "poor joke", []),
    ("“The dam is safe,” the 61-year-old said. Governor Karl Reuter listened.", "dam is", []),
    ("Minister Anna Moen of Norland scolded Senator Alan Voss: “Alan should read a map.”", "read a map", ["Anna Moen"]),
]  # fmt: skip

NAMESAKES: Rows = [
    ("General Omar Haddad said six died. President Samir Haddad met his cabinet.\n\nHaddad said the army was ready, aides noted.\n\n“We answer in kind,” he said.", "in kind", []),
    ("“My father built it,” said Louis Barra Sr.'s son, Louis Barra Jr., who runs the mill.", "My father", ["Louis Barra Jr."]),
    ("Louis Barra Jr. met his father, Louis Barra Sr., at the mill. “I built it alone,” said Louis Barra Sr.", "built it", ["Louis Barra Sr."]),
    ("Governor Louis Barra Jr. spoke in Lima. “We build on,” Barra said.", "We build", ["Louis Barra Jr."]),
    ("General Omar Haddad spoke first. “We answer in kind,” Haddad said.", "in kind", ["Omar Haddad"]),
]  # fmt: skip

POSTS: Rows = [
    ("Governor Karl Reuter spoke to Trade Minister Anna Moen.\n\n“The dam is safe. Sleep well.”\n\n— Anna Moen (@annamoen) November 2, 2026", "Sleep well", ["Anna Moen"]),
    ("Governor Karl Reuter spoke.\n\n“The dam is safe. Sleep well.”\n\n— Harbor Watch 🚢 (@harborwatch) May 3, 2025", "Sleep well", []),
    ("Governor Karl Reuter spoke.\n\n“The dam is safe. Sleep well,” he said.\n\n— 30 —", "Sleep well", ["Karl Reuter"]),
]  # fmt: skip

CLAUSES: Rows = [
    ("“It was late at night,” the brother of the late president, Ivo Maric, told the radio.", "It was late", []),
    ("“It was late at night,” a source in the office of Prime Minister Sara Lindt said.", "It was late", []),
    ("“He is too old for this,” said Senator Alan Voss of Governor Karl Reuter.", "too old", ["Alan Voss"]),
    ("“The talks are over,” read a statement from the office of President Ivo Maric.", "talks are", []),
    ("“Free our sons now,” the letter to Justice Minister Dana Holt read.", "Free our", []),
    ("In a letter addressed to Justice Minister Dana Holt, the union wrote: “Free our sons now.”", "Free our", []),
    ("Senator Alan Voss was told he was “not welcome here any more.”", "not welcome", []),
    ("Senator Alan Voss was quoted by the agency as saying “the dam is old.”", "dam is", ["Alan Voss"]),
    ("“Will you run again?” Senator Alan Voss was asked on Monday.", "Will you", []),
    ("“Will you run again?” a reporter asked Senator Alan Voss.", "Will you", []),
    ("Senator Alan Voss heard a guard shout: “Nobody leaves this room!”", "Nobody leaves", []),
    ("Senator Alan Voss recalled his father telling him: “Never sign at night.”", "Never sign", []),
    ("Senator Alan Voss says her mother always told her, “Never sign at night.”", "Never sign", []),
    ("Senator Alan Voss denied ever telling Governor Karl Reuter: “The dam is lost.”", "dam is", []),
    ("President Ivo Maric's office said “the talks are over for good.”", "talks are", []),
    ("“The talks are over for good,” said President Ivo Maric's spokesman.", "talks are", []),
    ("“The talks are over for good,” said the spokesman of President Ivo Maric, Anna Hansen.", "talks are", ["Anna Hansen"]),
    ("A tweet by President Ivo Maric's son said: “The talks are over for good.”", "talks are", []),
    ("President Ivo Maric's lawyers said: “The talks are over for good.”", "talks are", []),
    ("“The talks are over,” Foreign Minister Leo Brandt's deputy, Anna Hansen, told reporters.", "talks are", ["Anna Hansen"]),
    ("“The talks are over,” a former adviser to Foreign Minister Leo Brandt, who asked not to be named, said.", "talks are", []),
    ("Critics of President Ivo Maric said he had “sold the port for a song.”", "sold the port", []),
    ("The party of President Ivo Maric called the vote “a good day for the coast.”", "good day", []),
    ("Supporters of Senator Alan Voss chanted “Four more years for the coast!”", "Four more", []),
    ("Senator Alan Voss's opponents call him “the man without a plan.”", "man without", []),
    ("The newspaper wrote of Senator Alan Voss: “He has no plan at all.”", "no plan", []),
    ("A biography of Senator Alan Voss says he “never learned to swim.”", "never learned", []),
    ("A court found Senator Alan Voss guilty of “gross abuse of his office.”", "gross abuse", []),
    ("Prosecutors accused Senator Alan Voss of “gross abuse of his office.”", "gross abuse", []),
    ("“You have no plan,” Governor Karl Reuter told Senator Alan Voss.", "no plan", ["Karl Reuter"]),
    ("“You have no plan,” Senator Alan Voss was told by Governor Karl Reuter.", "no plan", ["Karl Reuter"]),
    ("Radio Norland quoted a spokesman for President Ivo Maric as saying: “The talks are over.”", "talks are", []),
    ("“The talks are over,” Radio Norland quoted a spokesman for President Ivo Maric as saying.", "talks are", []),
    ("According to Radio Norland, President Ivo Maric said: “The talks are over.”", "talks are", ["Ivo Maric"]),
    ("“The talks are over,” President Ivo Maric told Radio Norland, according to his spokesman, Jan Reuter.", "talks are", ["Ivo Maric"]),
    ("Ships emblazoned with the words “The sea is ours” sailed past as President Ivo Maric waved.", "sea is", []),
    ("“The talks are over,” said an official. President Ivo Maric left. “We go home,” said the official.", "We go", []),
    ("Speaking for President Ivo Maric, Anna Hansen said: “The talks are over.”", "talks are", ["Anna Hansen"]),
    ("Asked about President Ivo Maric, Senator Alan Voss said: “The talks are over.”", "talks are", ["Alan Voss"]),
    ("After meeting President Ivo Maric, Senator Alan Voss said: “The talks are over.”", "talks are", ["Alan Voss"]),
    ("Senator Alan Voss, a critic of President Ivo Maric, said: “The talks are over.”", "talks are", ["Alan Voss"]),
    ("Senator Alan Voss, who once worked for President Ivo Maric, said: “The talks are over.”", "talks are", ["Alan Voss"]),
    ("Senator Alan Voss's sister, Anna Voss, said: “The talks are over.”", "talks are", ["Anna Voss"]),
    ("The wife of Senator Alan Voss, Anna Voss, said: “The talks are over.”", "talks are", ["Anna Voss"]),
]  # fmt: skip

PIECES: Rows = [
    ("Senator Alan Voss warned against making a “bad deal” during his speech in the port.", "bad deal", ["Alan Voss"]),
    ("Senator Alan Voss urged the island to “relax and rethink” the rules on nets.", "relax and", ["Alan Voss"]),
    ("Governor Karl Reuter admitted to taking “a small gift” from the dockers.", "a small gift", ["Karl Reuter"]),
    ("Foreign Minister Leo Brandt said it was “far too early” to speak of peace.", "far too early", ["Leo Brandt"]),
    ("Governor Karl Reuter promised the town “a new bridge” before the winter.", "a new bridge", ["Karl Reuter"]),
    ("Defence Minister Ulla Brandt pledged to “keep watch” over the strait.", "keep watch", ["Ulla Brandt"]),
    ("Governor Karl Reuter's cabinet works on a “coast first” agenda.", "coast first", []),
    ("The minister runs a “rapid reaction” team in the port.", "rapid reaction", []),
    ("Senator Alan Voss quoted President Ivo Maric as calling the raid “a crime” and “an insult to every sailor.”", "an insult", ["Ivo Maric"]),
    ("She cited Governor Karl Reuter as saying the dam was “an old sieve” that “will not see the spring.”", "will not see", ["Karl Reuter"]),
    ("Reporters quoted Foreign Minister Leo Brandt as describing the talks as “frank,” “friendly” and “as long as a winter night.”", "winter night", ["Leo Brandt"]),
    ("Senator Alan Voss quoted President Ivo Maric as saying “we are ready,” but added: “I do not believe a word of it.”", "not believe", ["Alan Voss"]),
]  # fmt: skip

CLAUSES += [
    ("“No,” Senator Alan Voss wrote.\n\nAnother wrote: “The dam is old and nobody pays for it.”", "dam is old", []),
    ("Senator Alan Voss held up a sign saying “Never again shall we pay.”", "Never again", []),
    ("Senator Alan Voss stood under a banner reading “The coast belongs to all of us.”", "coast belongs", []),
    ("Senator Alan Voss attacked the judge, with one of his ads asking, “Is this man fit for the bench?”", "fit for", []),
    ("Senator Alan Voss's film ends with a voice from the dark asking: “Who will pay for this?”", "Who will pay", []),
    ("A source speaking to Senator Alan Voss said, “The lists were burnt in May.”", "lists were", []),
    ("An official who spoke for an hour to defend Senator Alan Voss said: “The lists were burnt in May.”", "lists were", []),
    ("A guard who asked not to be named to discuss internal rules said, “The lists were burnt in May.”", "lists were", []),
    ("His chief aide defended the record of Senator Alan Voss, saying he was “no worse than the rest.”", "no worse", []),
    ("Senator Alan Voss released a letter saying: “The lists were burnt in May.”", "lists were", ["Alan Voss"]),
    ("Senator Alan Voss, who fought for the plan, said: “The lists were burnt in May.”", "lists were", ["Alan Voss"]),
    ("Senator Alan Voss spoke with reporters in the port, saying: “The lists were burnt in May.”", "lists were", ["Alan Voss"]),
    ("Senator Alan Voss asked Governor Karl Reuter “Who pays?” “Norland! The whole of Norland!”", "whole of", ["Alan Voss"]),
]  # fmt: skip

KINDS = {
    "piece": PIECES,
    "aide": AIDES, "paper": PAPERS, "quoted": QUOTED, "asked": ASKED, "self": NAMING_ONESELF, "tag": TAGS,
    "namesake": NAMESAKES, "post": POSTS, "clause": CLAUSES,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [pytest.param(*row, id=f"{kind}-{number}") for kind, rows in KINDS.items() for number, row in enumerate(rows)],
)
def test_who_speaks(text: str, words: str, expected: list[str]) -> None:
    """The right person, or nobody."""
    assert speakers(brief_of(text), words) == expected


REPORTED: Rows = [
    ("Senator Alan Voss spoke first. “We pay,” Voss said. Governor Karl Reuter was “a born liar,” he added.", "born liar", ["Alan Voss"]),
    ("Senator Alan Voss spoke first. “We pay,” Voss said. Governor Karl Reuter had been “told in May,” he said on Monday.", "told in May", ["Alan Voss"]),
    ("Governor Karl Reuter was “a born liar,” he added.", "born liar", []),
    ("Senator Alan Voss spoke first. “We pay,” Voss said. Governor Karl Reuter rose. “It was a lie,” he said.", "was a lie", ["Karl Reuter"]),
    ("Governor Karl Reuter came late. He said the talks were “a born lie.”", "born lie", ["Karl Reuter"]),
    ("When Governor Karl Reuter came home, he said: “It was a lie.”", "was a lie", ["Karl Reuter"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "expected"), REPORTED)
def test_who_is_named_in_what_he_said_does_not_say_it(text: str, words: str, expected: list[str]) -> None:
    """ "Reuter was late, he said": not Reuter; before a quote or at the head of a sentence he may."""
    assert speakers(brief_of(text), words) == expected


ANSWERS: Rows = [
    ("I sit opposite Senator Alan Voss in his office and ask if Karl Reuter is good enough.\n\n“Yes, he is,” he snaps.", "Yes, he is", ["Alan Voss"]),
    ("I met Senator Alan Voss and asked what Karl Reuter was like.\n\n“Never heard of him,” he said.", "Never heard", ["Alan Voss"]),
    ("Senator Alan Voss spoke first. “We pay,” Voss said. Asked whether Karl Reuter would go, he said: “I hope not.”", "I hope not", ["Alan Voss"]),
    ("Senator Alan Voss spoke first. “We pay,” Voss said. Asked about Karl Reuter, he said: “I hope not.”", "I hope not", ["Alan Voss"]),
    ("I asked Senator Alan Voss if the dam was safe.\n\n“I hope so,” he said.", "I hope so", ["Alan Voss"]),
    ("Karl Reuter was asked if the dam was safe.\n\n“I hope so,” he said.", "I hope so", ["Karl Reuter"]),
    ("A reporter asked about the dam, Senator Alan Voss said.\n\n“I told her all,” he added.", "I told her", ["Alan Voss"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "expected"), ANSWERS)
def test_who_is_asked_about_does_not_answer(text: str, words: str, expected: list[str]) -> None:
    """ "Asked if Reuter would go, he said": not Reuter; who is asked himself may."""
    assert speakers(brief_of(text), words) == expected
