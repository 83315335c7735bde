// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { OpenTokenL2 } from "../../src/OpenTokenL2.sol";
import { IOptimismMintableERC20 } from "../../src/interfaces/IOptimismMintableERC20.sol";
import { vm } from "../support/Vm.sol";
import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

contract OpenTokenL2Test {
    address private constant REMOTE = address(0x0FE4);
    address private constant BRIDGE = 0x4200000000000000000000000000000000000010;
    uint256 private constant KEY = 0xB0B;

    OpenTokenL2 private token;
    address private immutable holder = vm.addr(KEY);

    function setUp() public {
        token = new OpenTokenL2(REMOTE, BRIDGE);
    }

    function test_theBridgeFindsWhatItAsksFor() public view {
        // As StandardBridge computes it: remoteToken, bridge, mint, burn.
        bytes4 id = bytes4(keccak256("remoteToken()")) ^ bytes4(keccak256("bridge()"))
            ^ bytes4(keccak256("mint(address,uint256)")) ^ bytes4(keccak256("burn(address,uint256)"));
        vm.assertTrue(id == type(IOptimismMintableERC20).interfaceId && id == 0xec4fc8e3);
        vm.assertTrue(token.supportsInterface(id));
        vm.assertTrue(token.supportsInterface(0x01ffc9a7));
        vm.assertFalse(token.supportsInterface(0xffffffff));
        vm.assertEq(token.remoteToken(), REMOTE);
        vm.assertEq(token.bridge(), BRIDGE);
        vm.assertEq(token.totalSupply(), 0);
        vm.assertEq(token.decimals(), 18);
    }

    function test_itsCreationSaysWhatItStandsFor() public {
        vm.expectEmit(false, false, false, true);
        emit OpenTokenL2.Bridged(REMOTE, BRIDGE);
        new OpenTokenL2(REMOTE, BRIDGE);
    }

    function testFuzz_onlyTheBridgeMintsAndBurns(address caller, uint96 amount, uint96 back) public {
        uint256 minted = uint256(amount) % token.MAX_SUPPLY();
        vm.expectEmit(address(token));
        emit OpenTokenL2.Mint(holder, minted);
        vm.prank(BRIDGE);
        token.mint(holder, minted);
        vm.assertEq(token.balanceOf(holder), minted);
        uint256 burned = minted == 0 ? 0 : uint256(back) % minted;
        vm.expectEmit(address(token));
        emit OpenTokenL2.Burn(holder, burned);
        vm.prank(BRIDGE);
        token.burn(holder, burned);
        vm.assertEq(token.totalSupply(), minted - burned);
        if (caller == BRIDGE) return;
        bytes memory refused = abi.encodeWithSelector(OpenTokenL2.NotBridge.selector, caller);
        vm.expectRevert(refused);
        vm.prank(caller);
        token.mint(caller, 1);
        vm.expectRevert(refused);
        vm.prank(caller);
        token.burn(holder, 1);
    }

    function test_noMoreThanTheRemoteSupply() public {
        uint256 all = token.MAX_SUPPLY();
        vm.prank(BRIDGE);
        token.mint(holder, all);
        vm.expectRevert(abi.encodeWithSelector(OpenTokenL2.SupplyAboveRemote.selector, all + 1, all));
        vm.prank(BRIDGE);
        token.mint(holder, 1);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(this), 0, 1));
        vm.prank(BRIDGE);
        token.burn(address(this), 1);
        // A holder's own burn works as on L1.
        vm.prank(holder);
        token.burn(all - 1);
        vm.assertEq(token.totalSupply(), 1);
    }

    function test_permitAndAuthorisationsAreBoundToThisToken() public {
        vm.prank(BRIDGE);
        token.mint(holder, 10);
        bytes32 permit = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                holder,
                address(this),
                4,
                0,
                type(uint256).max
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, digest(permit));
        token.permit(holder, address(this), 4, type(uint256).max, v, r, s);
        token.transferFrom(holder, address(this), 4);
        bytes32 receive_ = keccak256(
            abi.encode(
                keccak256(
                    "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
                ),
                holder,
                address(this),
                6,
                0,
                type(uint256).max,
                bytes32("n")
            )
        );
        (v, r, s) = vm.sign(KEY, digest(receive_));
        vm.warp(1);
        token.receiveWithAuthorization(holder, address(this), 6, 0, type(uint256).max, "n", v, r, s);
        vm.assertEq(token.balanceOf(address(this)), 10);
    }

    function test_constructorRefusesZero() public {
        vm.expectRevert(abi.encodeWithSelector(OpenTokenL2.ZeroAddress.selector));
        new OpenTokenL2(address(0), BRIDGE);
        vm.expectRevert(abi.encodeWithSelector(OpenTokenL2.ZeroAddress.selector));
        new OpenTokenL2(REMOTE, address(0));
    }

    function digest(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash));
    }
}
