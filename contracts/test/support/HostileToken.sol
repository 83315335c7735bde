// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { OpenToken } from "../../src/OpenToken.sol";

/// @notice A token that calls back in the middle of a transfer, once, and acts as an operator itself.
contract HostileToken is OpenToken {
    address private target;
    bytes private call;

    bool public called;
    bool public succeeded;
    bytes public answer;

    constructor(address holder) OpenToken(holder) { }

    function arm(address target_, bytes calldata call_) external {
        (target, call, called) = (target_, call_, false);
    }

    function run(address where, bytes calldata data) external returns (bytes memory) {
        (bool ok, bytes memory result) = where.call(data);
        require(ok, string(result));
        return result;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (target == address(0)) return;
        address where = target;
        target = address(0);
        called = true;
        (succeeded, answer) = where.call(call);
    }
}
