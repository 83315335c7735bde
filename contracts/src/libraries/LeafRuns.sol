// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IFaultProver } from "../interfaces/IFaultProver.sol";
import { Epoch, Root, SumRoot } from "../types/Epoch.sol";
import { AttributionLeaf, CreditLeaf } from "../types/Leaves.sol";
import { Receipt } from "../types/Receipt.sol";
import { AttributionRun, CreditRun, PayoutRun, ReceiptRun } from "../types/Runs.sol";
import { LeafHash } from "./LeafHash.sol";
import { LeafOrder } from "./LeafOrder.sol";
import { PlainRange } from "./PlainRange.sol";
import { ReceiptHash } from "./ReceiptHash.sol";
import { SumRange } from "./SumRange.sol";
import { SumNode } from "./SumTree.sol";

/// @title Neighbours in an epoch's trees
/// @notice Each function reverts (`NotInTree`, `WrongRunLength`, `NotAbsent`, `NotPrevious`) unless the given leaves are
/// what the epoch's root holds.
library LeafRuns {
    /// @notice Reverts unless the run is in the receipts tree.
    function requireHeld(ReceiptRun memory run, SumRoot memory tree) internal pure {
        SumNode[] memory nodes = new SumNode[](run.leaves.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            nodes[i] = SumNode(ReceiptHash.hash(run.leaves[i]), run.leaves[i].fee);
        }
        require(SumRange.verifyInPlace(tree, run.first, nodes, run.siblings), IFaultProver.NotInTree());
    }

    /// @notice Reverts unless the run is in the payouts tree.
    function requireHeld(PayoutRun memory run, SumRoot memory tree) internal pure {
        SumNode[] memory nodes = new SumNode[](run.leaves.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            uint128 cumulative = run.leaves[i].cumulative;
            nodes[i] = SumNode(LeafHash.payout(run.leaves[i].account, cumulative), cumulative);
        }
        require(SumRange.verifyInPlace(tree, run.first, nodes, run.siblings), IFaultProver.NotInTree());
    }

    /// @notice Reverts unless the run is in the credits tree.
    function requireHeld(CreditRun memory run, Root memory tree) internal pure {
        bytes32[] memory nodes = new bytes32[](run.leaves.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            CreditLeaf memory leaf = run.leaves[i];
            nodes[i] = LeafHash.credit(
                leaf.account, leaf.callId, leaf.receipt, leaf.role, leaf.commitment, leaf.amount, leaf.runningSum
            );
        }
        bool held = PlainRange.verifyInPlace(tree.root, tree.count, run.first, nodes, run.siblings);
        require(held, IFaultProver.NotInTree());
    }

    /// @notice Reverts unless the run is in the attributions tree.
    function requireHeld(AttributionRun memory run, Root memory tree) internal pure {
        bytes32[] memory nodes = new bytes32[](run.leaves.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            AttributionLeaf memory leaf = run.leaves[i];
            nodes[i] = LeafHash.attribution(
                leaf.callId,
                leaf.receipt,
                leaf.commitment,
                leaf.method,
                leaf.score,
                leaf.sharePpm,
                leaf.weight,
                leaf.indexHash
            );
        }
        bool held = PlainRange.verifyInPlace(tree.root, tree.count, run.first, nodes, run.siblings);
        require(held, IFaultProver.NotInTree());
    }

    /// @notice Reverts unless the run holds `length` leaves.
    function requireLength(uint256 found, uint256 length) internal pure {
        require(found == length, IFaultProver.WrongRunLength(found));
    }

    /// @notice Reverts unless a run of the tree shows that a key is absent.
    /// @param length Leaves of the run.
    /// @param first Index of its first leaf.
    /// @param count Leaves of the tree.
    /// @param below Whether the run's first leaf is below the key.
    /// @param above Whether its last leaf is above the key.
    function requireAbsent(uint256 length, uint256 first, uint256 count, bool below, bool above) internal pure {
        bool absent = false;
        if (length == 1) absent = (first == 0 && above) || (first + 1 == count && below);
        if (length == 2) absent = below && above;
        require(absent, IFaultProver.NotAbsent());
    }

    /// @notice An account's payout: the run's only leaf if it is the account's; else the run must show that the account
    /// is absent.
    /// @return there Whether the account has a leaf.
    /// @return cumulative Wei, 0 without a leaf.
    function payoutOf(PayoutRun memory run, SumRoot memory tree, address account)
        internal
        pure
        returns (bool there, uint128 cumulative)
    {
        uint256 length = run.leaves.length;
        if (length == 0) {
            require(tree.count == 0, IFaultProver.NotAbsent());
            return (false, 0);
        }
        requireHeld(run, tree);
        if (length == 1 && run.leaves[0].account == account) return (true, run.leaves[0].cumulative);
        bool below = run.leaves[0].account < account;
        requireAbsent(length, run.first, tree.count, below, run.leaves[length - 1].account > account);
    }

    /// @notice Reverts unless the run shows that no receipt has this channel and sequence.
    function requireReceiptAbsent(ReceiptRun memory run, SumRoot memory tree, bytes32 channelId, uint64 sequence)
        internal
        pure
    {
        requireHeld(run, tree);
        uint256 length = run.leaves.length;
        Receipt memory key;
        (key.channelId, key.sequence) = (channelId, sequence);
        bool below = LeafOrder.ascends(run.leaves[0], key);
        requireAbsent(length, run.first, tree.count, below, LeafOrder.ascends(key, run.leaves[length - 1]));
    }

    /// @notice Reverts unless the run shows that no credit is the account's.
    function requireAccountAbsent(CreditRun memory run, Root memory tree, address account) internal pure {
        uint256 length = run.leaves.length;
        if (length == 0) {
            require(tree.count == 0, IFaultProver.NotAbsent());
            return;
        }
        requireHeld(run, tree);
        bool below = run.leaves[0].account < account;
        requireAbsent(length, run.first, tree.count, below, run.leaves[length - 1].account > account);
    }

    /// @notice Reverts unless the run shows that no credit has this key.
    function requireAbsentKey(
        CreditRun memory run,
        Root memory tree,
        address account,
        bytes32 callId,
        uint8 role,
        bytes32 commitment
    ) internal pure {
        uint256 length = run.leaves.length;
        if (length == 0) {
            require(tree.count == 0, IFaultProver.NotAbsent());
            return;
        }
        requireHeld(run, tree);
        CreditLeaf memory key = CreditLeaf(account, callId, 0, role, commitment, 0, 0);
        bool below = LeafOrder.ascends(run.leaves[0], key);
        requireAbsent(length, run.first, tree.count, below, LeafOrder.ascends(key, run.leaves[length - 1]));
    }

    /// @notice The payouts that an epoch builds on: none for an operator's first epoch, else those of `previous`.
    function payoutsBefore(Epoch memory epoch, Epoch memory previous) internal pure returns (SumRoot memory payouts) {
        if (epoch.previous == 0) return payouts;
        require(previous.hash() == epoch.previous, IFaultProver.NotPrevious());
        return previous.payouts;
    }
}
