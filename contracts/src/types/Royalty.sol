// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a model pays to one that it is built on.
struct Royalty {
    bytes32 ancestor;
    /// Of the model part of a call, in bps.
    uint16 bps;
}
