// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { LowLevelCall } from "@openzeppelin/contracts/utils/LowLevelCall.sol";

/// @notice Creates contracts by a call, so that a constructor's revert is one of a call. With `type(X).creationCode` a test
/// also runs what stands in X's artifact, a mutant for one; `new X(…)` is compiled into the test.
contract Creator {
    function create(bytes memory creationCode, bytes memory arguments) external returns (address created) {
        bytes memory initCode = bytes.concat(creationCode, arguments);
        assembly ("memory-safe") {
            created := create(0, add(initCode, 0x20), mload(initCode))
        }
        if (created == address(0)) LowLevelCall.bubbleRevert();
    }
}
