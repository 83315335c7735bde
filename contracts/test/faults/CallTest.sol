// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { CallMoney } from "../../src/libraries/CallMoney.sol";
import { RecordPlace } from "../../src/types/CreditProofs.sol";
import { VersionLeaf } from "../../src/types/Leaves.sol";
import { Receipt } from "../../src/types/Receipt.sol";
import { AttributionRun, VersionRun } from "../../src/types/Runs.sol";
import { Book } from "./Book.sol";
import { FaultTest } from "./FaultTest.sol";

/// @notice Evidence about a call: its attributions, and where its records stand.
abstract contract CallTest is FaultTest {
    using CallMoney for Receipt;

    /// @dev All of a call's attributions with the leaf of another call on both sides, where there is one.
    function callRun(Book memory book, bytes32 call) internal pure returns (AttributionRun memory) {
        uint256 count = book.attributions.length;
        uint256 first = 0;
        while (first < count && book.attributions[first].callId < call) ++first;
        uint256 end = first;
        while (end < count && book.attributions[end].callId == call) ++end;
        if (first > 0) --first;
        if (end < count) ++end;
        return book.attributionRun(first, end - first);
    }

    /// @dev Where the record stands among the call's versions; nothing for what is none of their records.
    function placeOf(Receipt memory receipt, bytes32 commitment) internal view returns (RecordPlace memory place) {
        bytes32[] memory roots = receipt.versionsOf(models);
        for (uint256 i = 0; i < roots.length; ++i) {
            (bool there, uint256 index) = find(versionOf(roots[i]), commitment);
            if (!there) continue;
            place.absent = new VersionRun[](i);
            for (uint256 j = 0; j < i; ++j) {
                place.absent[j] = versionAbsence(versionOf(roots[j]), commitment);
            }
            place.present = versionRun(versionOf(roots[i]), index, 1);
            return place;
        }
    }

    function versionAbsence(uint256 version, bytes32 commitment) internal pure returns (VersionRun memory) {
        VersionLeaf[] memory list = records(version);
        uint256 above = 0;
        while (above < list.length && list[above].commitment < commitment) ++above;
        if (above == 0) return versionRun(version, 0, 1);
        return above == list.length ? versionRun(version, above - 1, 1) : versionRun(version, above - 1, 2);
    }

    function versionOf(bytes32 root) internal view returns (uint256) {
        return root == versionRoots[0] ? 0 : 1;
    }

    function find(uint256 version, bytes32 commitment) internal pure returns (bool there, uint256 index) {
        VersionLeaf[] memory list = records(version);
        while (index < list.length && list[index].commitment != commitment) ++index;
        there = index < list.length;
    }
}
