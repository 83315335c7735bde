// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import { BondVault } from "../../src/BondVault.sol";
import { OpenToken } from "../../src/OpenToken.sol";
import { PaymentEscrow } from "../../src/PaymentEscrow.sol";
import { Settlement } from "../../src/Settlement.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { ExactTransfer } from "../../src/libraries/ExactTransfer.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// @notice Keeps one percent of every transfer, as some tokens do.
contract FeeToken is OpenToken {
    constructor(address holder) OpenToken(holder) { }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, address(0xFEE), value / 100);
        super._update(from, to, value - value / 100);
    }
}

/// @notice Answers false instead of reverting, and moves nothing.
contract FalseToken is OpenToken {
    constructor(address holder) OpenToken(holder) { }

    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// A deployment names its token. Whatever it names: what the contracts say they hold, they hold.
contract BadTokensTest is Fixture {
    function deployWith(OpenToken bad) private {
        ISettlement.SettlementParams memory params = settlementParams();
        params.token = address(bad);
        settlement = new Settlement(params);
        (escrow, vault) = (PaymentEscrow(settlement.escrow()), BondVault(settlement.bondVault()));
        bad.approve(address(escrow), type(uint256).max);
        bad.approve(address(vault), type(uint256).max);
    }

    function test_aTokenThatTakesAFeeIsRefused() public {
        deployWith(new FeeToken(address(this)));
        bytes memory refused = abi.encodeWithSelector(ExactTransfer.WrongAmountReceived.selector, 0.99 ether, 1 ether);
        vm.expectRevert(refused);
        escrow.openChannel(operator, signer, 0, 0, 1 ether);
        vm.expectRevert(refused);
        vault.deposit(operator, 1 ether);
    }

    function test_aTokenThatAnswersFalseIsRefused() public {
        OpenToken bad = new FalseToken(address(this));
        deployWith(bad);
        bytes memory refused = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(bad));
        vm.expectRevert(refused);
        escrow.openChannel(operator, signer, 0, 0, 1 ether);
        vm.expectRevert(refused);
        vault.deposit(operator, 1 ether);
    }
}
