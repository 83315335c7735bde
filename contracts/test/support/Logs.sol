// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

struct Log {
    bytes32[] topics;
    bytes data;
    address emitter;
}

/// @notice forge's cheat codes for events that must not be there.
interface Logs {
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
}

Logs constant logs = Logs(address(uint160(uint256(keccak256("hevm cheat code")))));
