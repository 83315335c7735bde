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

/// @dev Events of one kind from one contract.
function logged(Log[] memory all, address emitter, bytes32 topic) pure returns (uint256 found) {
    for (uint256 i = 0; i < all.length; ++i) {
        if (all[i].emitter == emitter && all[i].topics[0] == topic) ++found;
    }
}
