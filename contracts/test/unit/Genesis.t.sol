// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Challenges } from "../../src/Challenges.sol";
import { Committee } from "../../src/Committee.sol";
import { Genesis } from "../../src/Genesis.sol";
import { Origins } from "../../src/Origins.sol";
import { Settlement } from "../../src/Settlement.sol";
import { Staking } from "../../src/Staking.sol";
import { IChallenges } from "../../src/interfaces/IChallenges.sol";
import { IGenesis } from "../../src/interfaces/IGenesis.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Fixture } from "../support/Fixture.sol";
import { ScriptedProver } from "../support/ScriptedProver.sol";
import { vm } from "../support/Vm.sol";

contract GenesisTest is Fixture {
    function genesisOf(ISettlement.SettlementParams memory params, bytes[] memory codes) private returns (Genesis) {
        bytes32[] memory hashes = new bytes32[](codes.length);
        for (uint256 i = 0; i < codes.length; ++i) {
            hashes[i] = keccak256(codes[i]);
        }
        return new Genesis(
            params,
            address(datanets),
            address(models),
            ANSWER_WINDOW,
            PRICE_PER_LEAF,
            stakingParams(),
            committeeParams(),
            hashes
        );
    }

    function codesWith(bytes memory prover) internal view virtual returns (bytes[] memory codes) {
        codes = new bytes[](6);
        (codes[0], codes[1]) = (type(Settlement).creationCode, type(Staking).creationCode);
        (codes[2], codes[3]) = (prover, type(Origins).creationCode);
        (codes[4], codes[5]) = (type(Challenges).creationCode, type(Committee).creationCode);
    }

    function test_everyStepStandsWhereItWasForetold() public {
        bytes[] memory codes = codesWith(type(ScriptedProver).creationCode);
        Genesis genesis = genesisOf(settlementParams(), codes);
        for (uint256 i = 0; i < 6; ++i) {
            vm.assertEq(genesis.nextStep(), i + 1);
            address foretold = genesis.addressOf(i + 1);
            vm.expectEmit(address(genesis));
            emit IGenesis.Created(i + 1, foretold);
            vm.prank(stranger);
            vm.assertEq(genesis.create(codes[i]), foretold);
        }
        Challenges linked = Challenges(genesis.addressOf(5));
        vm.assertEq(linked.settlement(), genesis.addressOf(1));
        vm.assertEq(linked.proverCount(), 1);
        vm.assertEq(linked.provers(0), genesis.addressOf(3));
        vm.assertEq(linked.origins(), genesis.addressOf(4));
        Staking stake = Staking(genesis.addressOf(2));
        vm.assertEq(stake.settlement(), genesis.addressOf(1));
        vm.assertEq(Settlement(genesis.addressOf(1)).staking(), address(stake));
        vm.assertEq(stake.token(), address(token));
        Committee drawn = Committee(genesis.addressOf(6));
        vm.assertEq(stake.committee(), address(drawn));
        vm.assertEq(Settlement(genesis.addressOf(1)).committee(), address(drawn));
        vm.assertEq(drawn.staking(), address(stake));
        vm.assertEq(Settlement(genesis.addressOf(1)).challenges(), address(linked));
        vm.assertEq(linked.answerWindow(), ANSWER_WINDOW);
        vm.assertEq(linked.pricePerLeaf(), PRICE_PER_LEAF);
    }

    function test_onlyTheForetoldCodeInItsOrder() public {
        bytes[] memory codes = codesWith(type(ScriptedProver).creationCode);
        Genesis genesis = genesisOf(settlementParams(), codes);
        vm.expectRevert(abi.encodeWithSelector(IGenesis.WrongCode.selector, 1, keccak256(codes[1])));
        genesis.create(codes[1]);
        for (uint256 i = 0; i < 6; ++i) {
            genesis.create(codes[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IGenesis.WrongCode.selector, 7, keccak256(codes[2])));
        genesis.create(codes[2]);
    }

    function test_aConstructorsRevertComesThrough() public {
        ISettlement.SettlementParams memory params = settlementParams();
        params.bondShareBps = 10_001;
        bytes[] memory codes = codesWith(type(ScriptedProver).creationCode);
        Genesis genesis = genesisOf(params, codes);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ShareAboveWhole.selector, 10_001));
        genesis.create(codes[0]);
        vm.assertEq(genesis.nextStep(), 1);
    }

    function test_aProverIsAContract() public {
        bytes[] memory codes = codesWith(hex"00");
        Genesis genesis = genesisOf(settlementParams(), codes);
        for (uint256 i = 0; i < 4; ++i) {
            genesis.create(codes[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IChallenges.NotAProver.selector, genesis.addressOf(3)));
        genesis.create(codes[4]);
    }

    function test_originsIsAContract() public {
        bytes[] memory codes = codesWith(type(ScriptedProver).creationCode);
        codes[3] = hex"00";
        Genesis genesis = genesisOf(settlementParams(), codes);
        for (uint256 i = 0; i < 4; ++i) {
            genesis.create(codes[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IChallenges.NotAProver.selector, genesis.addressOf(4)));
        genesis.create(codes[4]);
    }

    function test_stepsAreBounded() public {
        vm.expectRevert(abi.encodeWithSelector(IGenesis.TooManySteps.selector, 4));
        genesisOf(settlementParams(), new bytes[](4));
        vm.expectRevert(abi.encodeWithSelector(IGenesis.TooManySteps.selector, 128));
        genesisOf(settlementParams(), new bytes[](128));
    }
}
