"""A network graph shows every treatment and comparison, in its size, and no label over another label, node or number."""

from __future__ import annotations

import math
import random
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from tests.pictures.drawn import Drawn
from tests.pictures.samples import APART, STAR, drawn
from thirdline.interfaces import pictures as p
from thirdline.interfaces.pictures.network_places import numbers, place
from thirdline.interfaces.pictures.placing import components, crossings, places

NAMES = sorted(node.label for node in STAR.nodes)


def radius(picture: Drawn, name: str) -> float:
    """The radius of a circle, from its marker's own path."""
    return max(x for x, _ in picture.shape(name))


def test_the_sample_is_nearly_a_star() -> None:
    assert (len(STAR.nodes), len(STAR.edges)) == (33, 35)


@pytest.mark.parametrize("name", ["network", "networks"])
def test_labels_stand_over_no_label_no_node_and_no_number(name: str) -> None:
    data = {"network": STAR, "networks": APART}[name]
    picture = Drawn(drawn(name))
    own = {n.label for n in data.nodes} | {"1", "2", "3"}
    boxes = [one.box for one in picture.lettered if one.text in own]
    assert not [1 for a, b in combinations(boxes, 2) if a.meets(b)]
    circles = [(picture.marker(f"node-{i}"), radius(picture, f"node-{i}")) for i in range(len(data.nodes))]
    for box in boxes:
        for (x, y), r in circles:
            near = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
            assert math.dist(near, (x, y)) >= r - 0.5, box
    for (one, r), (other, q) in combinations(circles, 2):
        assert math.dist(one, other) >= r + q


def test_every_edge_joins_its_nodes() -> None:
    picture = Drawn(drawn("network"))
    edges = sorted(STAR.edges, key=lambda e: sorted((e.first, e.second)))
    for i, edge in enumerate(edges):
        ends = {picture.marker(f"node-{NAMES.index(name)}") for name in (edge.first, edge.second)}
        assert set(picture.points(f"edge-{i}")) == ends
        assert (f"trials-{i}" in picture.names("trials-")) == (edge.trials > 1)
        if edge.trials > 1:
            assert picture.said(f"trials-{i}") == str(edge.trials)


def test_area_is_patients_and_an_unknown_number_is_a_hollow_circle() -> None:
    picture = Drawn(drawn("network"))
    by_name = {node.label: node.patients for node in STAR.nodes}
    most = max(n for n in by_name.values() if n)
    for i, name in enumerate(NAMES):
        n = by_name[name]
        wanted = 4.5 if n is None else max(3.5, 15 * (n / most) ** 0.5)
        assert radius(picture, f"node-{i}") == pytest.approx(wanted, abs=0.01)
    hollow = [name for i, name in enumerate(NAMES) if "fill: #ffffff" in picture.style(f"node-{i}")]
    assert hollow == ["Sd"]


def test_width_is_trials_or_precision() -> None:
    picture = Drawn(drawn("networks"))
    edges = sorted(APART.edges, key=lambda e: sorted((e.first, e.second)))
    for i, edge in enumerate(edges):
        wanted = max(1.0, 7 * (edge.weight or 0) / 40.0)
        assert float((re.findall(r"stroke-width: ([\d.]+)", picture.style(f"edge-{i}")) or ["1"])[0]) == pytest.approx(
            wanted, abs=0.001
        )


def test_a_trial_of_three_arms_covers_its_arms() -> None:
    picture = Drawn(drawn("networks"))
    names = sorted(node.label for node in APART.nodes)
    corners = {picture.marker(f"node-{names.index(arm)}") for arm in APART.multi_arm[0].treatments}
    assert set(picture.points("multi-arm-0")) == corners
    assert "Willms 1999: one trial of 3 arms (placebo, metformin, acarbose)" in picture.texts


def test_networks_that_are_not_connected_stand_in_frames_beside_one_another() -> None:
    frames = place(APART, 436).frames
    assert len(frames) == 3
    assert not [1 for a, b in combinations(frames, 2) if a.meets(b)]
    assert {"Network 1", "Network 2", "Network 3"} <= set(Drawn(drawn("networks")).texts)
    assert "3 networks not connected with each other" in drawn("networks").alternative


def test_the_order_of_rows_does_not_matter() -> None:
    nodes, edges = list(STAR.nodes), [replace(e, first=e.second, second=e.first) for e in STAR.edges]
    random.Random(3).shuffle(nodes)
    random.Random(4).shuffle(edges)
    again = Drawn(p.network_graph(replace(STAR, nodes=tuple(nodes), edges=tuple(edges))))
    first = Drawn(drawn("network"))
    assert [again.marker(f"node-{i}") for i in range(33)] == [first.marker(f"node-{i}") for i in range(33)]


def test_all_is_told() -> None:
    told = drawn("network").alternative
    by_name = {node.label: node.patients for node in STAR.nodes}
    for name, n in by_name.items():
        assert f"{name} ({'number not known' if n is None else f'{n} patients'}" in told
    assert "33 treatments, 35 direct comparisons, 1 connected network" in told
    for edge in STAR.edges:
        assert f"{edge.first} – {edge.second}: {edge.trials} trial" in told


def test_russian_counts_have_their_forms() -> None:
    assert "33 варианта лечения, 35 прямых сравнений, 1 связная сеть" in drawn("network", "ru").alternative


def test_one_treatment_alone() -> None:
    assert "Rd" in Drawn(p.network_graph(p.NetworkGraph("t", (p.Node("Rd", 0),), ()))).texts


def test_labels_that_find_no_room_are_said_and_not_drawn_over_one_another() -> None:
    nodes = tuple(p.Node(f"{'very ' * 400}long label {i}", 9) for i in range(3))
    with pytest.raises(p.PictureError, match="find no room"):
        p.network_graph(
            p.NetworkGraph(
                "t", nodes, (p.Edge(nodes[0].label, nodes[1].label, 1), p.Edge(nodes[1].label, nodes[2].label, 1))
            )
        )


A, B = p.Node("A", 1), p.Node("B", 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (p.NetworkGraph("t", (A, A), ()), "Node A: named twice"),
        (p.NetworkGraph("t", (A, B), (p.Edge("A", "C", 1),)), "edge A–C: C is no node"),
        (p.NetworkGraph("t", (A, B), (p.Edge("A", "A", 1),)), "a treatment against itself"),
        (p.NetworkGraph("t", (A, B), (p.Edge("A", "B", 0),)), "0 trials; at least 1"),
        (p.NetworkGraph("t", (A, B), (p.Edge("A", "B", 1), p.Edge("B", "A", 2))), "Edge A–B: named twice"),
        (p.NetworkGraph("t", (A, B), (), (p.MultiArm("X", ("A", "B", "C")),)), "trial X: C is no node"),
        (p.NetworkGraph("t", (A, B), (p.Edge("A", "B", 1),), lines_show="precision"), "no precision to draw"),
    ],
)
def test_what_does_not_fit_is_refused(data: p.NetworkGraph, said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        p.network_graph(data)


def test_a_ring_has_no_crossing_and_a_chain_lies_level() -> None:
    ring = [(i, (i + 1) % 8) for i in range(8)]
    assert crossings(places(8, ring), ring) == 0
    chain = places(4, [(0, 1), (1, 2), (2, 3)])
    assert np.ptp(chain[:, 0]) == pytest.approx(1.0)
    assert np.ptp(chain[:, 1]) < 0.05


def test_crossings_are_counted() -> None:
    at = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    assert crossings(at, [(0, 1), (2, 3)]) == 1
    assert crossings(at, [(0, 2), (1, 3)]) == 0


def test_components_come_largest_first() -> None:
    assert components(6, [(4, 5), (0, 3), (3, 1)]) == [[0, 1, 3], [4, 5], [2]]


def test_numbers_stand_on_their_lines() -> None:
    data = replace(STAR, nodes=tuple(sorted(STAR.nodes, key=lambda n: n.label)))
    placed = place(data, 436)
    for i, box in numbers(data, placed.scene.spots).items():
        (x0, y0), (x1, y1) = placed.scene.edges[i]
        x, y = box.left + box.width / 2, box.top + box.height / 2
        assert abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) < 1e-6
