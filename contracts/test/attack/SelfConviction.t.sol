// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Fixture } from "../support/Fixture.sol";
import { ScriptedProver } from "../support/ScriptedProver.sol";
import { vm } from "../support/Vm.sol";

/// An operator that posts a fault on purpose and proves it with a second account.
contract SelfConvictionTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);
    address private constant ACCOMPLICE = address(0xACC);
    address private constant STAKER = address(0x57A);
    bytes32 private constant SALT = "salt";

    function proverCodes() internal pure override returns (bytes[] memory codes) {
        codes = new bytes[](1);
        codes[0] = type(ScriptedProver).creationCode;
    }

    /// @dev The operator's next epoch, with all that was collected.
    function postFault() private returns (bytes32 epochHash, uint64 number) {
        number = settlement.epochCount(operator) + 1;
        uint128 all = settlement.stateOf(operator).funded;
        epochHash = post(nextEpoch(operator, payees(ALICE, all - 1 ether, BOB, 1 ether), 0, 0));
    }

    /// @dev The accomplice proves the fault of the epoch, by commitment and challenge.
    function convict(bytes32 epochHash, uint64 number) private {
        bytes memory proof = abi.encode(epochHash);
        vm.startPrank(ACCOMPLICE);
        challenges.commit(challenges.commitmentOf(ACCOMPLICE, operator, number, 0, proof, SALT));
        vm.roll(block.number + 1);
        challenges.challenge(operator, number, 0, proof, SALT);
        vm.stopPrank();
    }

    function stakeAs(address staker, uint256 amount) private {
        token.transfer(staker, amount);
        vm.startPrank(staker);
        token.approve(address(staking), amount);
        staking.stake(staking.subjectOf(operator), amount);
        vm.stopPrank();
    }

    /// Posting, collecting a little and voiding again, for as long as it likes: what the first faulty post took in is
    /// refunded four windows after it, in the transaction of the next void.
    function test_voidingOneselfAgainAndAgainPutsNothingOff() public {
        vault.deposit(operator, 1_000_000 ether);
        fund(operator, 10 ether);
        bytes32 channelId = escrow.channelIdOf(payer, operator, signer);
        for (uint64 round = 0; round < 8; ++round) {
            (bytes32 epochHash, uint64 number) = postFault();
            fund(operator, 1);
            vm.warp(START + (round + 1) * WINDOW / 2);
            convict(epochHash, number);
            (uint64 since, uint64 takeoverAt, uint64 refundsAt) = settlement.dueOf(operator);
            vm.assertEq(since, START);
            vm.assertEq(takeoverAt, START + 2 * WINDOW);
            vm.assertEq(refundsAt, START + 4 * WINDOW);
        }
        vm.assertEq(escrow.refund(channelId), 10 ether + 8);
    }

    /// However much others have staked behind it, operator and accomplice together are poorer by half the bond.
    function test_fuzz_convictingOneselfTakesNothingFromStakers(uint96 staked) public {
        uint256 theirs = uint256(staked) % 10_000_000 ether + 1;
        stakeAs(STAKER, theirs);
        fund(operator, 10 ether);
        (bytes32 epochHash, uint64 number) = postFault();
        uint256 locked = vault.bondOf(operator).locked;
        uint256 before = vault.bondOf(operator).amount + token.balanceOf(operator) + token.balanceOf(ACCOMPLICE);
        uint256 supply = token.totalSupply();

        convict(epochHash, number);

        uint256 left = vault.bondOf(operator).amount + token.balanceOf(operator) + token.balanceOf(ACCOMPLICE);
        vm.assertEq(before - left, locked - locked / 2, "gained");
        vm.assertEq(token.balanceOf(ACCOMPLICE), locked / 2, "more than its part of the bond");
        uint256 lost = theirs * FAULT_SLASH / 10_000;
        vm.assertEq(staking.stateOf(staking.subjectOf(operator)).stake, theirs - lost);
        vm.assertEq(supply - token.totalSupply(), locked - locked / 2 + lost, "burned");
    }
}
