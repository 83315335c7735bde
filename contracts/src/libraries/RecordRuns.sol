// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDatanetRegistry } from "../interfaces/IDatanetRegistry.sol";
import { IFaultProver } from "../interfaces/IFaultProver.sol";
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

    /// @notice Reverts unless the run shows that the training log does not show the record.
    /// @param logRoot keccak(abi.encode(head, root)), of the model.
    function requireUntrained(TrainedRun memory run, bytes32 logRoot, bytes32 commitment) internal pure {
        require(keccak256(abi.encode(run.head, run.root)) == logRoot, NotTheLog());
        uint256 length = run.leaves.length;
        if (length == 0) {
            require(run.root == 0, IFaultProver.NotAbsent());
            return;
        }
        bytes32[] memory nodes = new bytes32[](length);
        for (uint256 i = 0; i < length; ++i) {
            nodes[i] = LeafHash.trainedRecord(run.leaves[i].commitment, run.leaves[i].uses);
        }
        require(run.depth <= 32, IFaultProver.NotInTree());
        (bytes32 root, bool last) = PlainRange.rootInPlace(nodes, run.first, run.depth, run.siblings);
        require(root == run.root, IFaultProver.NotInTree());
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

    function _requireEnclosed(uint256 length, bool begins, bool ends, bool below, bool above) private pure {
        bool absent = false;
        if (length == 1) absent = (begins && above) || (ends && below);
        if (length == 2) absent = below && above;
        require(absent, IFaultProver.NotAbsent());
    }
}
