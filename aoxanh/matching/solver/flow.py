"""Minimum cost flow. OR-Tools is imported here and in `exact` only: processes that never solve never load it."""

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from aoxanh.matching.solver.network import Network
from aoxanh.matching.solver.problem import Ints


def best(network: Network, pairs: int) -> Ints:
    """The rows of the pairs that an optimal flow uses."""
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.capacity, network.cost)
    solver.set_node_supply(network.source, network.supply)
    solver.set_node_supply(network.sink, -network.supply)
    status = solver.solve()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise RuntimeError(f"The flow ended with {status}.")
    return np.flatnonzero(solver.flows(np.arange(pairs)))
