// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { AttributionLeaf, CreditLeaf } from "../types/Leaves.sol";
import { Receipt } from "../types/Receipt.sol";

/// @title Orders of an epoch's leaves
/// @notice Whether `b` stands above `a`; equal keys do not ascend.
library LeafOrder {
    /// @notice channelId, sequence.
    function ascends(Receipt memory a, Receipt memory b) internal pure returns (bool) {
        if (a.channelId != b.channelId) return a.channelId < b.channelId;
        return a.sequence < b.sequence;
    }

    /// @notice callId, commitment, method.
    function ascends(AttributionLeaf memory a, AttributionLeaf memory b) internal pure returns (bool) {
        if (a.callId != b.callId) return a.callId < b.callId;
        if (a.commitment != b.commitment) return a.commitment < b.commitment;
        return a.method < b.method;
    }

    /// @notice account, callId, role, commitment.
    function ascends(CreditLeaf memory a, CreditLeaf memory b) internal pure returns (bool) {
        if (a.account != b.account) return a.account < b.account;
        if (a.callId != b.callId) return a.callId < b.callId;
        if (a.role != b.role) return a.role < b.role;
        return a.commitment < b.commitment;
    }
}
