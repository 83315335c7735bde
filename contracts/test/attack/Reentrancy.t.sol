// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { BondVault } from "../../src/BondVault.sol";
import { ClaimVault } from "../../src/ClaimVault.sol";
import { PaymentEscrow } from "../../src/PaymentEscrow.sol";
import { Settlement } from "../../src/Settlement.sol";
import { IBondVault } from "../../src/interfaces/IBondVault.sol";
import { IClaimVault } from "../../src/interfaces/IClaimVault.sol";
import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { vm } from "../support/Vm.sol";

/// OPEN calls nobody back; the order of effects and interactions holds even for a token that does.
contract ReentrancyTest is Fixture {
    HostileToken private hostile;
    bytes32 private channelId;

    function setUp() public override {
        super.setUp();
        hostile = new HostileToken(address(this));
        ISettlement.SettlementParams memory params = settlementParams();
        params.token = address(hostile);
        params.challenges = address(challenges);
        params.committee = address(committee);
        token = hostile;
        settlement = new Settlement(params);
        escrow = PaymentEscrow(settlement.escrow());
        vault = BondVault(settlement.bondVault());
        vm.prank(owner);
        settlement.setApprovedCode(CODE, true);
        hostile.transfer(payer, 1000 ether);
        vm.prank(payer);
        hostile.approve(address(escrow), type(uint256).max);
        hostile.approve(address(vault), type(uint256).max);
        vault.deposit(address(hostile), 1000 ether);
        vm.prank(payer);
        channelId = escrow.openChannel(address(hostile), payer, 0, 0, 100 ether);
    }

    function collectCall() private view returns (bytes memory) {
        IPaymentEscrow.SignedVoucher[] memory vouchers = new IPaymentEscrow.SignedVoucher[](1);
        vouchers[0] = signed(channelId, 50 ether, signVoucher(PAYER_KEY, channelId, 50 ether));
        return abi.encodeCall(IPaymentEscrow.collect, (vouchers));
    }

    function refusedWith(bytes memory revertData) private view {
        vm.assertTrue(hostile.called(), "the callback ran");
        vm.assertFalse(hostile.succeeded());
        vm.assertEq(keccak256(hostile.answer()), keccak256(revertData));
    }

    /// @dev 50 OPEN collected; 40 paid out to payer and stranger, 10 burned; posted, the window is over.
    function postEpochOfTheToken() private returns (Payee[] memory list) {
        hostile.run(address(escrow), collectCall());
        list = payees(payer, 30 ether, stranger, 10 ether);
        Epoch memory epoch = nextEpoch(address(hostile), list, 10 ether, 0);
        keepHeader(epoch);
        hostile.run(address(settlement), abi.encodeCall(ISettlement.postEpoch, (epoch)));
        vm.warp(START + WINDOW);
    }

    function test_collectCannotCollectTwice() public {
        hostile.arm(address(escrow), collectCall());
        hostile.run(address(escrow), collectCall());
        vm.assertTrue(hostile.called() && hostile.succeeded(), "skipped, not reverted");
        vm.assertEq(abi.decode(hostile.answer(), (uint128)), 0);
        vm.assertEq(settlement.stateOf(address(hostile)).funded, 50 ether);
        vm.assertEq(hostile.balanceOf(address(settlement)), 50 ether);
    }

    function test_withdrawCannotWithdrawTwice() public {
        vm.prank(payer);
        escrow.requestWithdrawal(channelId, 100 ether);
        vm.warp(START + DELAY);
        hostile.arm(address(escrow), abi.encodeCall(IPaymentEscrow.withdraw, (channelId)));
        escrow.withdraw(channelId);
        refusedWith(abi.encodeWithSelector(IPaymentEscrow.NoWithdrawalRequested.selector, channelId));
        vm.assertEq(hostile.balanceOf(payer), 1000 ether);
    }

    function test_claimCannotClaimTwice() public {
        Payee[] memory list = postEpochOfTheToken();
        finalize(address(hostile));
        ClaimVault claimVault = claims(address(hostile));
        bytes memory again = abi.encodeCall(IClaimVault.claim, (pack(payer, 30 ether), ClaimsTree.proof(list, 0)));
        hostile.arm(address(claimVault), again);
        claimVault.claim(pack(payer, 30 ether), ClaimsTree.proof(list, 0));
        refusedWith(abi.encodeWithSelector(IClaimVault.NothingToClaim.selector, payer));
        vm.assertEq(settlement.stateOf(address(hostile)).claimed, 30 ether);
    }

    function test_finalizeCannotBurnTwice() public {
        postEpochOfTheToken();
        hostile.arm(address(settlement), abi.encodeCall(ISettlement.finalize, (header(address(hostile), 1))));
        finalize(address(hostile));
        refusedWith(abi.encodeWithSelector(ISettlement.NoOpenEpoch.selector, address(hostile)));
        vm.assertEq(hostile.balanceOf(address(settlement)), 0);
        vm.assertEq(hostile.balanceOf(address(claims(address(hostile)))), 40 ether);
    }

    /// A balance that is claimed while another claim is paid is set apart before that claim ends.
    function test_aPaymentCannotTakeWhatWasReservedMeanwhile() public {
        Payee[] memory list = postEpochOfTheToken();
        finalize(address(hostile));
        ClaimVault claimVault = claims(address(hostile));
        bytes memory toBalance =
            abi.encodeCall(IClaimVault.claimToBalance, (pack(stranger, 10 ether), ClaimsTree.proof(list, 1)));
        hostile.arm(address(claimVault), toBalance);
        claimVault.claim(pack(payer, 30 ether), ClaimsTree.proof(list, 0));
        vm.assertTrue(hostile.called() && hostile.succeeded());
        vm.assertEq(claimVault.reserved(), 10 ether);
        vm.assertEq(claimVault.unclaimed(), 0);
        hostile.arm(address(claimVault), abi.encodeCall(IClaimVault.withdraw, (stranger)));
        claimVault.withdraw(stranger);
        refusedWith(abi.encodeWithSelector(IClaimVault.NothingToWithdraw.selector, stranger));
    }

    function test_refundCannotRefundTwice() public {
        hostile.run(address(escrow), collectCall());
        vm.warp(START + 4 * WINDOW);
        hostile.arm(address(escrow), abi.encodeCall(IPaymentEscrow.refund, (channelId)));
        escrow.refund(channelId);
        refusedWith(abi.encodeWithSelector(IPaymentEscrow.NothingToRefund.selector, channelId));
        vm.assertEq(hostile.balanceOf(payer), 950 ether);
    }

    function test_bondCannotBeWithdrawnTwice() public {
        bytes memory call = abi.encodeCall(IBondVault.withdraw, (600 ether));
        hostile.arm(address(vault), call);
        hostile.run(address(vault), call);
        refusedWith(abi.encodeWithSelector(IBondVault.BondIsLocked.selector, 600 ether, 400 ether));
        vm.assertEq(vault.bondOf(address(hostile)).amount, 400 ether);
    }
}
