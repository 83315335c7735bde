// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IFaultProver } from "../interfaces/IFaultProver.sol";
import { Epoch } from "../types/Epoch.sol";
import { AttributionLeaf } from "../types/Leaves.sol";
import { Receipt } from "../types/Receipt.sol";
import { AttributionRun, ReceiptRun } from "../types/Runs.sol";
import { LeafRuns } from "./LeafRuns.sol";

/// @title A call's receipt and attributions
library CallRuns {
    using LeafRuns for AttributionRun;
    using LeafRuns for ReceiptRun;

    /// @notice The leaf names a receipt that is not its call's, or the receipt at another index is given.
    error OtherReceipt();
    /// @notice The run does not reach beyond the call's attributions on both sides.
    error CallIncomplete();

    /// @notice The run's only receipt.
    function receiptOf(ReceiptRun memory run, Epoch memory epoch) internal pure returns (Receipt memory) {
        LeafRuns.requireLength(run.leaves.length, 1);
        run.requireHeld(epoch.receipts);
        return run.leaves[0];
    }

    /// @notice The receipt of the call, at the index that a leaf names.
    function receiptAt(ReceiptRun memory run, Epoch memory epoch, uint32 index, bytes32 callId)
        internal
        pure
        returns (Receipt memory receipt)
    {
        receipt = receiptOf(run, epoch);
        require(run.first == index && receipt.callId == callId, OtherReceipt());
    }

    /// @notice Whether a leaf names no receipt of its call: an index beyond the receipts (the run is not read), or the
    /// receipt of another call. Reverts if the run is not the receipt at that index.
    function isForeign(ReceiptRun memory run, Epoch memory epoch, uint32 index, bytes32 callId)
        internal
        pure
        returns (bool)
    {
        if (index >= epoch.receipts.count) return true;
        Receipt memory receipt = receiptOf(run, epoch);
        require(run.first == index, OtherReceipt());
        return receipt.callId != callId;
    }

    /// @notice All of a call's attributions, possibly none. In a sorted tree no more stand outside a run that begins below
    /// the call or at the first leaf, and ends above it or at the last one.
    function attributionsOf(AttributionRun memory run, Epoch memory epoch, bytes32 callId)
        internal
        pure
        returns (AttributionLeaf[] memory entries)
    {
        uint256 length = run.leaves.length;
        uint256 count = epoch.attributions.count;
        if (length == 0) {
            require(count == 0, CallIncomplete());
            return entries;
        }
        run.requireHeld(epoch.attributions);
        bool begins = run.first == 0 || run.leaves[0].callId < callId;
        bool ends = uint256(run.first) + length == count || run.leaves[length - 1].callId > callId;
        require(begins && ends, CallIncomplete());
        uint256 own = 0;
        for (uint256 i = 0; i < length; ++i) {
            if (run.leaves[i].callId == callId) ++own;
        }
        entries = new AttributionLeaf[](own);
        for (uint256 i = length; i > 0; --i) {
            if (run.leaves[i - 1].callId == callId) entries[--own] = run.leaves[i - 1];
        }
    }

    /// @notice Reverts unless the run shows that the call has no attribution.
    function requireUnattributed(AttributionRun memory run, Epoch memory epoch, bytes32 callId) internal pure {
        uint256 length = run.leaves.length;
        uint256 count = epoch.attributions.count;
        if (length == 0) {
            require(count == 0, IFaultProver.NotAbsent());
            return;
        }
        run.requireHeld(epoch.attributions);
        bool below = run.leaves[0].callId < callId;
        LeafRuns.requireAbsent(length, run.first, count, below, run.leaves[length - 1].callId > callId);
    }
}
