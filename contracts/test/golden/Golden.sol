// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// @notice Reads the vectors that `packages/core/test/makeVectors.ts` wrote: the same page, implemented twice.
abstract contract Golden is Fixture {
    string internal json;

    function load(string memory name) internal {
        json = vm.readFile(string.concat("test/vectors/", name, ".json"));
    }

    function word(string memory key) internal view returns (bytes32) {
        return vm.parseJsonBytes32(json, key);
    }

    function words(string memory key) internal view returns (bytes32[] memory) {
        return vm.parseJsonBytes32Array(json, key);
    }

    function integer(string memory key) internal view returns (uint256) {
        return vm.parseJsonUint(json, key);
    }

    function integers(string memory key) internal view returns (uint256[] memory) {
        return vm.parseJsonUintArray(json, key);
    }

    function account(string memory key) internal view returns (address) {
        return vm.parseJsonAddress(json, key);
    }

    /// @dev `item(".plain", 3, ".root")` is ".plain[3].root".
    function item(string memory list, uint256 index, string memory field) internal pure returns (string memory) {
        return string.concat(list, "[", vm.toString(index), "]", field);
    }

    /// @dev How many elements a list of the vectors has; a test over none would show nothing.
    function lengthOf(string memory list) internal view returns (uint256 length) {
        while (vm.keyExistsJson(json, item(list, length, ""))) ++length;
        vm.assertGt(length, 0, list);
    }
}
