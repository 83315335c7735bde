// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Who reviews a Datanet's records, and the part of the Datanet's rate that it is paid.
struct Curator {
    address account;
    /// Of the rate part, in bps; the owner gets what all curators leave.
    uint16 bps;
}
