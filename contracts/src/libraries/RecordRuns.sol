// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDatanetRegistry } from "../interfaces/IDatanetRegistry.sol";
import { IFaultProver } from "../interfaces/IFaultProver.sol";
import { RecordPlace } from "../types/CreditProofs.sol";
import { VersionLeaf } from "../types/Leaves.sol";
import { TrainedRun, VersionRun } from "../types/Runs.sol";
import { LeafHash } from "./LeafHash.sol";
import { PlainRange } from "./PlainRange.sol";
import { PlainTree } from "./PlainTree.sol";

/// @title Records in versions and training logs
/// @notice A version's root and count are those of its Datanet, a log's root those of its model; an operator uses neither
/// unless it has rebuilt them. The last leaf must besides have nothing but empty nodes behind it, so that a count that is
/// too small hides no record.
library RecordRuns {
    /// @notice The training log's records are not those that the model's log root names.
    error NotTheLog();
    /// @notice There are more absences than the call has versions.
    error NoSuchVersion(uint256 place);

    /// @notice Reverts unless the run shows that the version does not hold the record.
    function requireAbsent(VersionRun memory run, IDatanetRegistry datanets, bytes32 root, bytes32 commitment)
        internal
        view
    {
        (,, uint32 count,) = datanets.versionOf(root);
        uint256 length = run.leaves.length;
        if (length == 0) {
            require(count == 0, IFaultProver.NotAbsent());
            return;
        }
        bool last = _held(run, root, count);
        bytes32 low = run.leaves[0].commitment;
        bytes32 high = run.leaves[length - 1].commitment;
        bool ends = last && uint256(run.first) + length == count;
        _requireEnclosed(length, run.first == 0, ends, low < commitment, high > commitment);
    }

    /// @notice The contributor that the version names for the record; reverts unless the run is that one leaf.
    function contributorOf(VersionRun memory run, IDatanetRegistry datanets, bytes32 root, bytes32 commitment)
        internal
        view
        returns (address)
    {
        (,, uint32 count,) = datanets.versionOf(root);
        require(run.leaves.length == 1, IFaultProver.WrongRunLength(run.leaves.length));
        _held(run, root, count);
        require(run.leaves[0].commitment == commitment, IFaultProver.NotInTree());
        return run.leaves[0].contributor;
    }

    /// @notice The contributor of a record, by the first of a call's versions that holds it, and that version.
    /// @param roots The call's versions, in order (`CallMoney.versionsOf`).
    function holderOf(RecordPlace memory place, IDatanetRegistry datanets, bytes32[] memory roots, bytes32 commitment)
        internal
        view
        returns (address contributor, bytes32 root)
    {
        uint256 before = place.absent.length;
        require(before < roots.length, NoSuchVersion(before));
        for (uint256 i = 0; i < before; ++i) {
            requireAbsent(place.absent[i], datanets, roots[i], commitment);
        }
        root = roots[before];
        contributor = contributorOf(place.present, datanets, root, commitment);
    }

    /// @notice Reverts unless the run is the record's one leaf in the training log.
    /// @param logRoot keccak(abi.encode(head, root)), of the model.
    function requireTrained(TrainedRun memory run, bytes32 logRoot, bytes32 commitment) internal pure {
        require(run.leaves.length == 1, IFaultProver.WrongRunLength(run.leaves.length));
        _heldByLog(run, logRoot);
        require(run.leaves[0].commitment == commitment, IFaultProver.NotInTree());
    }

    /// @notice Reverts unless the run shows that the training log does not show the record.
    /// @param logRoot keccak(abi.encode(head, root)), of the model.
    function requireUntrained(TrainedRun memory run, bytes32 logRoot, bytes32 commitment) internal pure {
        uint256 length = run.leaves.length;
        if (length == 0) {
            require(keccak256(abi.encode(run.head, run.root)) == logRoot, NotTheLog());
            require(run.root == 0, IFaultProver.NotAbsent());
            return;
        }
        bool last = _heldByLog(run, logRoot);
        bytes32 low = run.leaves[0].commitment;
        bytes32 high = run.leaves[length - 1].commitment;
        _requireEnclosed(length, run.first == 0, last, low < commitment, high > commitment);
    }

    /// @dev Reverts unless the run is in the version; returns whether nothing follows it.
    function _held(VersionRun memory run, bytes32 root, uint32 count) private pure returns (bool last) {
        bytes32[] memory nodes = new bytes32[](run.leaves.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            VersionLeaf memory leaf = run.leaves[i];
            nodes[i] = LeafHash.version(leaf.commitment, leaf.contributor);
        }
        require(uint256(run.first) + nodes.length <= count, IFaultProver.NotInTree());
        bytes32 found;
        (found, last) = PlainRange.rootInPlace(nodes, run.first, PlainTree.depthOf(count), run.siblings);
        require(found == root, IFaultProver.NotInTree());
    }

    /// @dev Reverts unless the run, of at least one leaf, is in the log; returns whether nothing follows it.
    function _heldByLog(TrainedRun memory run, bytes32 logRoot) private pure returns (bool last) {
        require(keccak256(abi.encode(run.head, run.root)) == logRoot, NotTheLog());
        bytes32[] memory nodes = new bytes32[](run.leaves.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            nodes[i] = LeafHash.trainedRecord(run.leaves[i].commitment, run.leaves[i].uses);
        }
        require(run.depth <= 32, IFaultProver.NotInTree());
        bytes32 found;
        (found, last) = PlainRange.rootInPlace(nodes, run.first, run.depth, run.siblings);
        require(found == run.root, IFaultProver.NotInTree());
    }

    function _requireEnclosed(uint256 length, bool begins, bool ends, bool below, bool above) private pure {
        bool absent = false;
        if (length == 1) absent = (begins && above) || (ends && below);
        if (length == 2) absent = below && above;
        require(absent, IFaultProver.NotAbsent());
    }
}
