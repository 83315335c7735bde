// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { vm } from "../support/Vm.sol";
import { LedgerHandler } from "./LedgerHandler.sol";

/// @dev What forge reads from `targetSelectors`.
struct FuzzSelector {
    address addr;
    bytes4[] selectors;
}

/// What holds after any sequence of the handler's actions.
contract LedgerInvariants {
    uint256 private constant SUPPLY = 1_000_000_000 ether;

    LedgerHandler private ledger;

    function setUp() public {
        ledger = new LedgerHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(ledger);
    }

    /// Every action of the handler, not its `setUp`.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[18] memory actions = [
            LedgerHandler.deposit.selector,
            bytes4(keccak256("collect(uint256,uint256,uint128)")),
            LedgerHandler.requestWithdrawal.selector,
            LedgerHandler.withdraw.selector,
            LedgerHandler.postEpoch.selector,
            LedgerHandler.finalize.selector,
            LedgerHandler.claim.selector,
            LedgerHandler.claimToBalance.selector,
            LedgerHandler.claimMany.selector,
            LedgerHandler.takeOver.selector,
            LedgerHandler.refund.selector,
            LedgerHandler.reclaim.selector,
            LedgerHandler.withdrawBalance.selector,
            LedgerHandler.voidEpochs.selector,
            LedgerHandler.depositBond.selector,
            LedgerHandler.withdrawBond.selector,
            LedgerHandler.pass.selector,
            LedgerHandler.stray.selector
        ];
        bytes4[] memory selectors = new bytes4[](actions.length);
        for (uint256 i = 0; i < actions.length; ++i) {
            selectors[i] = actions[i];
        }
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(ledger), selectors);
    }

    /// The promise of the protocol's page, for each operator.
    function invariant_claimedBurnedAndCarriedStayWithinFunded() public view {
        for (uint256 i = 0; i < 2; ++i) {
            ISettlement.OperatorState memory state = ledger.stateOf(i);
            uint256 out = uint256(state.claimed) + state.burned + state.carriedTotal;
            vm.assertLe(out, state.funded, "claimed + burned + carried > funded");
            vm.assertLe(state.claimed, state.payoutsSum, "claimed > payouts");
            vm.assertLe(state.accounted, state.funded, "accounted > funded");
            vm.assertEq(state.claimed, ledger.accountsClaimed(i), "claims by account");
        }
    }

    /// Settlement holds what no final epoch has dealt with yet, and each vault its operator's payouts that nobody drew and
    /// the balances, to the wei.
    function invariant_settlementHoldsWhatItOwes() public view {
        (, uint256 held,,) = ledger.balances();
        uint256 owed = ledger.straySettlement();
        for (uint256 i = 0; i < 2; ++i) {
            ISettlement.OperatorState memory state = ledger.stateOf(i);
            owed += uint256(state.funded) - state.payoutsSum - state.burned;
            (uint256 inVault, uint256 reserved) = ledger.claimVault(i);
            vm.assertEq(reserved, ledger.accountsBalances(i), "balances");
            vm.assertEq(inVault, uint256(state.payoutsSum) - state.claimed + reserved, "claim vault");
        }
        vm.assertEq(held, owed, "settlement");
    }

    /// What left the channels is what was booked.
    function invariant_collectedIsFunded() public view {
        for (uint256 i = 0; i < 2; ++i) {
            vm.assertEq(ledger.channelsCollected(i), ledger.stateOf(i).funded, "collected");
            vm.assertEq(ledger.refundedSum(i), ledger.stateOf(i).refunded, "refunded");
        }
    }

    /// The escrow holds what its channels have left, to the wei.
    function invariant_escrowHoldsItsChannels() public view {
        (uint256 held,,,) = ledger.balances();
        vm.assertEq(held, ledger.channelBalances(), "escrow");
    }

    /// Bonds lie apart from the money and are locked while an epoch is open.
    function invariant_bondsAreApart() public view {
        (,, uint256 held,) = ledger.balances();
        uint256 bonds = 0;
        for (uint256 i = 0; i < 2; ++i) {
            (uint128 amount, uint128 locked) = ledger.bondOf(i);
            ISettlement.OperatorState memory state = ledger.stateOf(i);
            bonds += amount;
            vm.assertLe(locked, amount, "locked > bond");
            bool isOpen = state.epochCount > state.finalCount;
            vm.assertTrue(isOpen || locked == 0, "locked without an open epoch");
            // Only a slash leaves an open epoch without its bond; it is not final before the bond is there again.
            // A taken-over epoch has its poster's instead.
            bool hasBond = locked > 0 || ledger.voids() > 0 || ledger.posterBonds() > 0;
            vm.assertTrue(!isOpen || hasBond, "an open epoch without its bond");
        }
        vm.assertEq(held, bonds + ledger.posterBonds(), "vault");
    }

    /// What an open epoch has to account for is what was collected up to its post, channel by channel.
    function invariant_historyMatchesTheBooks() public view {
        for (uint256 i = 0; i < 2; ++i) {
            (bool open, bool known, uint256 sum) = ledger.collectedAtNewest(i);
            if (!open) continue;
            vm.assertTrue(known, "unknown history of an open epoch");
            vm.assertEq(sum, ledger.stateOf(i).accounted, "history");
        }
    }

    /// At least half of every lost bond is burned.
    function invariant_halfOfLostBondsIsBurned() public view {
        vm.assertGe(ledger.slashedBurned(), ledger.challengerBalance(), "reward > burned");
    }

    /// No void puts takeover or refunds off.
    function invariant_voidsMoveNoWait() public view {
        vm.assertEq(ledger.putOff(), 0, "a void put a wait off");
    }

    /// Nothing is minted; what is missing from the supply was burned by final epochs or of lost bonds.
    function invariant_supplyFallsByWhatIsBurned() public view {
        (,,, uint256 supply) = ledger.balances();
        uint256 burned = ledger.stateOf(0).burned + ledger.stateOf(1).burned + ledger.slashedBurned();
        vm.assertEq(supply + burned, SUPPLY, "supply");
    }

    /// The handler's calls do reach the end of the loop, else the invariants would show nothing.
    function test_theHandlerReachesClaims() public {
        for (uint256 round = 0; round < 2; ++round) {
            ledger.deposit(0, 0, 50 ether);
            ledger.collect(0, 0, 30 ether);
            ledger.postEpoch(0, 1 ether, 2 ether, round + 7);
            ledger.voidEpochs(0, 0);
            ledger.postEpoch(0, 1 ether, 2 ether, round);
            ledger.requestWithdrawal(0, 0, 5 ether);
            ledger.pass(1 days);
            ledger.finalize(0);
            ledger.withdraw(0, 0);
            ledger.withdrawBond(0, 1 ether);
            for (uint256 i = 0; i < 4; ++i) {
                ledger.claim(0, i);
            }
        }
        ISettlement.OperatorState memory state = ledger.stateOf(0);
        vm.assertEq(ledger.voids(), 2);
        vm.assertGt(ledger.challengerBalance(), 0, "reward");
        vm.assertEq(state.finalCount, 2);
        vm.assertEq(state.claimed, state.payoutsSum);
        vm.assertGt(state.claimed, 0, "claimed");
        vm.assertGt(state.burned, 0, "burned");
        vm.assertEq(uint256(state.claimed) + state.burned + state.carriedTotal, state.funded);
    }
}
